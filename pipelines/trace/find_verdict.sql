-- The verdict that the headline tells, or that a row of verdict_plain shows some columns of.
SELECT * FROM out_verdict WHERE bar = $bar AND workload = $workload AND target = $target
