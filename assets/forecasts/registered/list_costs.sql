-- The forecast cost of every series on the days to be registered, by the methods to be registered: the quantiles in order.
SELECT bar, workload, method, date, list(usd_per_query ORDER BY quantile) AS usd, list(quantile ORDER BY quantile) AS levels
FROM out_forecast
WHERE list_contains($methods, method) AND list_contains($dates::DATE[], date)
GROUP BY bar, workload, method, date
ORDER BY bar, workload, method, date
