-- no step moves the frontier more than five times
-- severity: warning
SELECT bar, workload, valid_from, before, usd_per_query
FROM (SELECT *, lag(usd_per_query) OVER (PARTITION BY bar, workload ORDER BY valid_from) AS before
      FROM out_frontier)
WHERE greatest(before / usd_per_query, usd_per_query / before) > 5
