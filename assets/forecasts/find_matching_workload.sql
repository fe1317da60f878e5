-- The workload that has these tokens and searches, and is answered by the models asked for, if one was.
SELECT workload, input_tokens, cached_input_tokens, output_tokens, searches, answered_by, position
FROM core_workload
WHERE input_tokens = $input_tokens
  AND cached_input_tokens = $cached_input_tokens
  AND output_tokens = $output_tokens
  AND searches = $searches
  AND answered_by = coalesce($answered_by, answered_by)
ORDER BY position
LIMIT 1
