-- The verdict that the headline tells.
SELECT * FROM out_verdict WHERE bar = $bar AND workload = $workload AND target = $target
