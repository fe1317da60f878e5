-- How often events happened, by the chance that the method gave them.
SELECT horizon_months, forecast, observed, n
FROM out_calibration
WHERE kind = 'event' AND method = $method
ORDER BY horizon_months, bin_low
