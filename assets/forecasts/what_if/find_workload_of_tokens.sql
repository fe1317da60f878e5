-- The workloads with these tokens; calls and the way of answering count only where they are given.
SELECT
    workload,
    input_tokens,
    cached_input_tokens,
    output_tokens,
    searches,
    calls,
    answered_by
FROM core_workload
WHERE (input_tokens, cached_input_tokens, output_tokens, searches)
    = ($input_tokens, $cached_input_tokens, $output_tokens, $searches)
  AND calls = coalesce($calls, calls)
  AND answered_by = coalesce($answered_by, answered_by)
ORDER BY position
