-- a verdict changes its status only with a price, a score, a search, the facts or the code
-- severity: warning
SELECT bar, workload, target, as_of, status, changed_because
FROM (
    SELECT *, lag(status) OVER (PARTITION BY bar, workload, target ORDER BY as_of) AS was_status
    FROM _verdict_change
)
WHERE status <> was_status AND cause_kind = 'unexplained'
