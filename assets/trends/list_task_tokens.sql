-- Tokens of a task by measure, at the end of each period that has dates.
SELECT measure, label, tokens, bound, period, period_from, period_to
FROM core_task_tokens
WHERE period_to IS NOT NULL
ORDER BY measure, period_to
