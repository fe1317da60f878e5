-- The frontiers of one workload at every bar as they are published, with scores of any effort, and without stale offers.
SELECT bar, bound, valid_from, valid_to, usd_per_query
FROM _frontier
WHERE workload = $workload AND bound IN ('central', 'any-effort', 'confirmed')
ORDER BY bar, bound, valid_from
