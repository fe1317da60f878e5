-- The chance by each method and month that the target is reached.
SELECT method, date, p_first_passage
FROM out_crossing
WHERE bar = $bar AND workload = $workload AND target = $target
ORDER BY method, date
