-- The history of the verdicts at one bar for one workload, the newest first, with the day of the history before the last.
SELECT
    history.as_of,
    history.target,
    target.label AS target_label,
    history.status,
    history.crossed_on,
    history.holds_now,
    history.now_usd_per_query,
    history.p_1y,
    history.p_5y,
    history.cause_kind,
    history.changed_because,
    history.basis,
    lag(history.as_of) OVER row_before IS NOT NULL
    AND (history.status, history.crossed_on)
    IS DISTINCT FROM (lag(history.status) OVER row_before, lag(history.crossed_on) OVER row_before) AS is_other_verdict,
    (SELECT max(as_of) FROM _verdict_day WHERE as_of < (SELECT as_of FROM _as_of)) AS last_day
FROM out_verdict_history AS history
LEFT JOIN (SELECT target, max_by(label, valid_from) AS label FROM core_search_cost GROUP BY target) AS target
    ON target.target = history.target
WHERE history.bar = $bar AND history.workload = $workload
WINDOW row_before AS (PARTITION BY history.target ORDER BY history.as_of)
ORDER BY history.as_of DESC, history.target
