-- The rate of fall by every method and span, the slowest first.
SELECT *
FROM out_trend
WHERE bar = $bar AND workload = $workload
ORDER BY span, factor_per_year
