-- The steps of the cost of the cheapest qualifying answer, and the search cost that the headline compares it with.
SELECT step.valid_from, step.usd_per_query, verdict.target_usd_per_query AS target_usd
FROM out_frontier AS step
INNER JOIN out_verdict AS verdict USING (bar, workload)
WHERE step.bar = $bar AND step.workload = $workload AND verdict.target = $target
ORDER BY step.valid_from
