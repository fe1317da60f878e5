-- The chances of the electricity target by each definition of it, the published one first.
SELECT what, p_1y, p_3y, p_5y
FROM out_sensitivity
WHERE kind = 'target' AND bar = $bar AND workload = $workload AND target = $target
ORDER BY what <> 'all', what <> 'search-of-today', what
