-- a ratio is positive, within its interval, and of at least one result
-- severity: error
SELECT * FROM out_hardware_gain WHERE (ratio <= 0 OR low > ratio OR high < ratio OR n < 1)
