-- the drivers and the residual add up to the observed change of log cost within 1e-9
-- severity: error
SELECT bar, workload, span, period_from, period_to, sum(coalesce(log_change, 0)) AS sum,
       ln(any_value(usd_per_query_to)::DOUBLE) - ln(any_value(usd_per_query_from)::DOUBLE) AS observed
FROM out_driver GROUP BY ALL
HAVING abs(sum - observed) > 1e-9 OR count(*) <> 4 OR count(*) FILTER (WHERE driver = 'residual') <> 1
