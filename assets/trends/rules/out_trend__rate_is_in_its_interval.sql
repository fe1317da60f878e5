-- a rate is positive and lies within its own interval
-- severity: error
SELECT bar, workload, method, span, low, factor_per_year, high FROM out_trend
WHERE factor_per_year <= 0 OR factor_per_year < low OR factor_per_year > high
