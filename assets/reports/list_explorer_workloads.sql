-- The uses that a reader may start from.
SELECT
    workload, label, input_tokens, cached_input_tokens, output_tokens, searches, calls, answered_by
FROM core_workload
ORDER BY position
