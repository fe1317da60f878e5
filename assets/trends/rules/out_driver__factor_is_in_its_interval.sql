-- a driver's factor is positive and lies within its own interval
-- severity: error
SELECT bar, workload, driver, span, period_from, low, factor_per_year, high FROM out_driver
WHERE factor_per_year <= 0 OR factor_per_year < low OR factor_per_year > high
   OR log_change < log_change_low OR log_change > log_change_high
