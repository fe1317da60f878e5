-- The verdicts of every bar at one level, and those of other workloads at the headline bar that are still open.
SELECT bar, workload, target, status, crossed_on, now_usd_per_query, p_1y, p_3y, p_5y, method
FROM out_verdict
WHERE bar LIKE '%>=' || $level
ORDER BY position
