-- The verdicts of a day that differ from the last row of the history, each with that row. A chance differs from $least
-- on. At the end of a month the headline has a row in any case.
WITH earlier AS (
    SELECT *
    FROM _verdict_change
    WHERE as_of < $as_of
    QUALIFY row_number() OVER (PARTITION BY bar, workload, target ORDER BY as_of DESC) = 1
),
compared AS (
    SELECT
        coalesce(verdict.bar, earlier.bar) AS bar,
        coalesce(verdict.workload, earlier.workload) AS workload,
        coalesce(verdict.target, earlier.target) AS target,
        coalesce(verdict.status, $no_verdict) AS status,
        verdict.crossed_on,
        verdict.model_id,
        verdict.provider,
        verdict.usd_per_query,
        verdict.target_usd_per_query,
        verdict.holds_now,
        verdict.now_model_id,
        verdict.now_provider,
        verdict.now_usd_per_query,
        verdict.now_target_usd_per_query,
        verdict.p_1y,
        verdict.p_3y,
        verdict.p_5y,
        earlier.as_of AS was_as_of,
        earlier.status AS was_status,
        earlier.crossed_on AS was_crossed_on,
        earlier.model_id AS was_model_id,
        earlier.provider AS was_provider,
        earlier.usd_per_query AS was_usd_per_query,
        earlier.target_usd_per_query AS was_target_usd_per_query,
        earlier.now_model_id AS was_now_model_id,
        earlier.now_provider AS was_now_provider,
        earlier.now_usd_per_query AS was_now_usd_per_query,
        earlier.now_target_usd_per_query AS was_now_target_usd_per_query,
        earlier.p_1y AS was_p_1y,
        earlier.p_3y AS was_p_3y,
        earlier.p_5y AS was_p_5y,
        (
            coalesce(verdict.status, $no_verdict), verdict.crossed_on, verdict.model_id, verdict.provider,
            verdict.usd_per_query, verdict.target_usd_per_query
        ) IS DISTINCT FROM (
            earlier.status, earlier.crossed_on, earlier.model_id, earlier.provider, earlier.usd_per_query,
            earlier.target_usd_per_query
        ) AS crossing_differs,
        (verdict.now_model_id, verdict.now_provider, verdict.now_usd_per_query)
        IS DISTINCT FROM (earlier.now_model_id, earlier.now_provider, earlier.now_usd_per_query) AS offer_differs,
        verdict.now_target_usd_per_query IS DISTINCT FROM earlier.now_target_usd_per_query AS target_differs,
        -- Months before the first edition were recomputed without forecasts: a first chance is no change then.
        (earlier.basis <> 'recomputed' OR earlier.p_1y IS NOT NULL)
        AND (
            coalesce(abs(verdict.p_1y - earlier.p_1y) >= $least, (verdict.p_1y IS NULL) <> (earlier.p_1y IS NULL))
            OR coalesce(abs(verdict.p_3y - earlier.p_3y) >= $least, (verdict.p_3y IS NULL) <> (earlier.p_3y IS NULL))
            OR coalesce(abs(verdict.p_5y - earlier.p_5y) >= $least, (verdict.p_5y IS NULL) <> (earlier.p_5y IS NULL))
        ) AS chances_differ
    FROM out_verdict AS verdict
    FULL JOIN earlier
        ON earlier.bar = verdict.bar AND earlier.workload = verdict.workload AND earlier.target = verdict.target
)
SELECT compared.*, $as_of::DATE AS as_of, workload.answered_by, coalesce(workload.searches, 0) AS searches
FROM compared
LEFT JOIN core_workload AS workload ON workload.workload = compared.workload
WHERE crossing_differs
   OR offer_differs
   OR target_differs
   OR chances_differ
   OR (
       compared.bar = $headline_bar
       AND compared.workload = $headline_workload
       AND compared.target = $headline_target
       AND last_day($as_of::DATE) = $as_of::DATE
   )
ORDER BY compared.bar, compared.workload, compared.target
