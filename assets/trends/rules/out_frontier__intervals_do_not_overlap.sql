-- one step at a time
-- severity: error
SELECT bar, workload, valid_from FROM out_frontier
QUALIFY valid_to > lead(valid_from) OVER (PARTITION BY bar, workload ORDER BY valid_from)
