-- The mean chance of a fall within a year that the method gave over all its forecasts, and how often one came.
SELECT forecast, observed
FROM out_calibration
WHERE kind = 'brier' AND method = $method AND horizon_months = 12
