-- the pieces of a price add up to it, and with the tokens of a task to the cost of the task, within 1e-9
-- severity: error
SELECT basis, span, period_from, period_to, paid, task, two, tokens
FROM (
    SELECT basis, bar, workload, span, period_from, period_to,
           max(log_change) FILTER (WHERE piece = 'price_per_token') AS paid,
           max(log_change) FILTER (WHERE piece = 'cost_per_task') AS task,
           max(log_change) FILTER (WHERE piece = 'tokens_per_task') AS tokens,
           sum(log_change) FILTER (WHERE position <= 2) AS two,
           count(log_change) FILTER (WHERE position <= 2) AS known
    FROM out_price_decomposition GROUP BY ALL
)
WHERE (paid IS NOT NULL AND known = 2 AND abs(two - paid) > 1e-9)
   OR (task IS NOT NULL AND abs(paid + tokens - task) > 1e-9)
   OR (task IS NULL) <> (paid IS NULL OR tokens IS NULL)
