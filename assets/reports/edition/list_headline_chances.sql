-- The chances of the verdicts at one bar for one workload.
SELECT target, p_1y, p_3y, p_5y
FROM out_verdict
WHERE bar = $bar AND workload = $workload
ORDER BY target
