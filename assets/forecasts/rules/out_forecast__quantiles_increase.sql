-- a higher quantile is at least as expensive
-- severity: error
SELECT bar, workload, method, date, quantile FROM out_forecast
QUALIFY usd_per_query > lead(usd_per_query) OVER (
    PARTITION BY bar, workload, method, date ORDER BY quantile)
