-- a driver that could not be measured has no number and has a note
-- severity: error
SELECT bar, workload, driver, span, period_from FROM out_driver
WHERE NOT measured AND (log_change IS NOT NULL OR factor_per_year IS NOT NULL OR note IS NULL)
