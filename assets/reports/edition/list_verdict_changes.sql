-- Days on which a verdict of the headline's bar and workload differs from the one before, the newest first, with the
-- cause.
WITH verdict AS (
    SELECT
        *,
        lag(status) OVER (PARTITION BY target ORDER BY as_of) AS status_before,
        lag(crossed_on) OVER (PARTITION BY target ORDER BY as_of) AS crossed_on_before
    FROM out_verdict_history
    WHERE bar = $bar AND workload = $workload
)
SELECT
    verdict.as_of AS day,
    verdict.target,
    coalesce(search.label, verdict.target) AS target_label,
    verdict.status,
    verdict.crossed_on,
    verdict.status_before,
    verdict.crossed_on_before,
    verdict.changed_because
FROM verdict
LEFT JOIN (SELECT target, last(label ORDER BY valid_from) AS label FROM core_search_cost GROUP BY target) AS search
    ON search.target = verdict.target
WHERE
    verdict.status_before IS NOT NULL
    AND (
        verdict.status <> verdict.status_before
        OR verdict.crossed_on IS DISTINCT FROM verdict.crossed_on_before
    )
ORDER BY day DESC, verdict.target
