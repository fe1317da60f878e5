-- The tokens of a workload by name.
SELECT
    workload,
    input_tokens,
    cached_input_tokens,
    output_tokens,
    searches,
    calls,
    answered_by
FROM core_workload
WHERE workload = $workload
