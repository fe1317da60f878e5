-- Every step of the frontier, the headline bar and workload first.
SELECT *
FROM out_frontier
ORDER BY (bar = $bar AND workload = $workload) DESC, bar, workload, valid_from
