-- How did the answer change from day to day, and what changed it?
SELECT as_of, status, crossed_on, now_model_id, now_provider, now_usd_per_query, cause_kind, changed_because, basis
FROM out_verdict_history
WHERE bar = 'eci>=gpt-4-0314' AND workload = 'chat' AND target = 'google-search-full-cost-semianalysis-2023'
ORDER BY as_of DESC
