-- The fan of the forecast chart.
SELECT date, quantile, usd_per_query
FROM out_forecast
WHERE bar = $bar AND workload = $workload AND method = $method
ORDER BY date, quantile
