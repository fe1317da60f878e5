-- Cost of the cheapest answer at the bar on each of these days, in USD per million tokens.
SELECT
    day::DATE AS day,
    (step.usd_per_query * 1000000 / (workload.input_tokens + workload.cached_input_tokens + workload.output_tokens))
        ::DECIMAL(18, 9) AS usd_per_mtok
FROM unnest($days::DATE[]) AS days (day)
INNER JOIN out_frontier AS step
    ON step.bar = $bar
    AND step.workload = $workload
    AND step.valid_from <= day
    AND (step.valid_to IS NULL OR step.valid_to > day)
INNER JOIN core_workload AS workload ON workload.workload = step.workload
ORDER BY day
