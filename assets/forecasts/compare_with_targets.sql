-- The verdict for every bar, workload and target: the day on which the cheapest answer first cost no more than the
-- search, or the probability that it will. Only dates on which both costs are known are compared.
WITH target_step AS (
    SELECT
        target,
        kind,
        usd_per_query,
        valid_from,
        least(valid_to, lead(valid_from) OVER (PARTITION BY target ORDER BY valid_from)) AS valid_to,
        row_number() OVER (PARTITION BY target ORDER BY valid_from DESC) = 1 AS is_last,
        valid_to AS ended_on
    FROM core_search_cost
    WHERE valid_from <= $as_of
),
-- A withdrawn product keeps its last price as a reference.
dated_target AS (
    SELECT target, kind, usd_per_query, valid_from, CASE WHEN NOT is_last THEN valid_to END AS valid_to, is_last, ended_on
    FROM target_step
),
meeting AS (
    SELECT
        step.bar,
        step.bound,
        step.workload,
        dated_target.target,
        greatest(step.valid_from, dated_target.valid_from) AS day,
        step.usd_per_query,
        step.model_id,
        step.provider,
        dated_target.usd_per_query AS target_usd_per_query,
        step.usd_per_query <= dated_target.usd_per_query AS is_below,
        row_number() OVER (
            PARTITION BY step.bar, step.bound, step.workload, dated_target.target
            ORDER BY greatest(step.valid_from, dated_target.valid_from)
        ) = 1 AS is_first
    FROM _frontier AS step
    INNER JOIN dated_target
        ON dated_target.valid_from < coalesce(step.valid_to, DATE '9999-12-31')
        AND coalesce(dated_target.valid_to, DATE '9999-12-31') > step.valid_from
    WHERE step.bound IN ('central', 'low', 'high')
      AND greatest(step.valid_from, dated_target.valid_from) <= $as_of
),
crossing AS (
    SELECT *
    FROM meeting
    WHERE is_below
    QUALIFY row_number() OVER (PARTITION BY bar, bound, workload, target ORDER BY day) = 1
),
-- Today's cost is that of the cheapest offer, unless its price is stale and a confirmed offer costs at most
-- $stale_times as much.
today AS (
    SELECT
        cheapest.bar,
        cheapest.workload,
        coalesce(confirmed.model_id, cheapest.model_id) AS model_id,
        coalesce(confirmed.provider, cheapest.provider) AS provider,
        coalesce(confirmed.usd_per_query, cheapest.usd_per_query) AS usd_per_query,
        coalesce(confirmed.last_confirmed_on, cheapest.last_confirmed_on) AS last_confirmed_on,
        coalesce(confirmed.is_stale, cheapest.is_stale) AS is_stale,
        CASE WHEN confirmed.model_id IS NOT NULL THEN cheapest.model_id END AS stale_model_id,
        CASE WHEN confirmed.model_id IS NOT NULL THEN cheapest.provider END AS stale_provider,
        CASE WHEN confirmed.model_id IS NOT NULL THEN cheapest.usd_per_query END AS stale_usd_per_query
    FROM _frontier AS cheapest
    LEFT JOIN _frontier AS confirmed
        ON cheapest.is_stale
        AND confirmed.bar = cheapest.bar
        AND confirmed.workload = cheapest.workload
        AND confirmed.bound = 'confirmed'
        AND confirmed.valid_to IS NULL
        AND confirmed.usd_per_query <= $stale_times * cheapest.usd_per_query::DECIMAL(38, 12)
    WHERE cheapest.bound = 'central' AND cheapest.valid_to IS NULL
),
present AS (
    SELECT
        today.*,
        dated_target.target,
        dated_target.kind,
        dated_target.ended_on,
        dated_target.usd_per_query AS target_usd_per_query
    FROM today
    CROSS JOIN dated_target
    WHERE dated_target.is_last
),
likely AS (
    SELECT
        bar,
        workload,
        target,
        max(p_first_passage) FILTER (WHERE date = $in_1y) AS p_1y,
        max(p_first_passage) FILTER (WHERE date = $in_3y) AS p_3y,
        max(p_first_passage) FILTER (WHERE date = $in_5y) AS p_5y,
        max(p_level) FILTER (WHERE date = $in_1y) AS p_level_1y,
        max(p_level) FILTER (WHERE date = $in_3y) AS p_level_3y,
        max(p_level) FILTER (WHERE date = $in_5y) AS p_level_5y
    FROM out_crossing
    WHERE method = $method
    GROUP BY bar, workload, target
)
SELECT
    present.bar,
    present.workload,
    present.target,
    $as_of::DATE AS as_of,
    CASE
        WHEN central.day IS NULL THEN 'not_crossed'
        WHEN central.is_first THEN 'crossed_before_first_look'
        ELSE 'crossed'
    END AS status,
    central.day AS crossed_on,
    CASE WHEN central.day IS NOT NULL THEN low.day END AS crossed_on_low,
    CASE WHEN central.day IS NOT NULL THEN high.day END AS crossed_on_high,
    present.usd_per_query <= present.target_usd_per_query AS holds_now,
    coalesce(central.model_id, present.model_id) AS model_id,
    coalesce(central.provider, present.provider) AS provider,
    coalesce(central.usd_per_query, present.usd_per_query) AS usd_per_query,
    coalesce(central.target_usd_per_query, present.target_usd_per_query) AS target_usd_per_query,
    round(
        coalesce(central.usd_per_query, present.usd_per_query)::DOUBLE
        / coalesce(central.target_usd_per_query, present.target_usd_per_query)::DOUBLE,
        6
    ) AS ratio,
    present.model_id AS now_model_id,
    present.provider AS now_provider,
    present.usd_per_query AS now_usd_per_query,
    present.target_usd_per_query AS now_target_usd_per_query,
    round(present.usd_per_query::DOUBLE / present.target_usd_per_query::DOUBLE, 6) AS now_ratio,
    present.last_confirmed_on AS now_last_confirmed_on,
    present.is_stale AS now_is_stale,
    present.stale_model_id,
    present.stale_provider,
    present.stale_usd_per_query,
    present.kind AS target_kind,
    CASE WHEN present.ended_on <= $as_of THEN present.ended_on END AS target_ended_on,
    CASE WHEN central.day IS NULL THEN likely.p_1y ELSE 1 END AS p_1y,
    CASE WHEN central.day IS NULL THEN likely.p_3y ELSE 1 END AS p_3y,
    CASE WHEN central.day IS NULL THEN likely.p_5y ELSE 1 END AS p_5y,
    likely.p_level_1y,
    likely.p_level_3y,
    likely.p_level_5y,
    CASE WHEN central.day IS NULL THEN reached.date_p10 END AS date_p10,
    CASE WHEN central.day IS NULL THEN reached.date_p50 END AS date_p50,
    CASE WHEN central.day IS NULL THEN reached.date_p90 END AS date_p90,
    $method AS method,
    row_number() OVER (
        ORDER BY
            present.target <> $headline_target,
            bar.position,
            workload.position,
            present.target_usd_per_query DESC,
            present.target
    ) AS position
FROM present
INNER JOIN core_bar AS bar ON bar.bar = present.bar
INNER JOIN core_workload AS workload ON workload.workload = present.workload
LEFT JOIN likely
    ON likely.bar = present.bar
    AND likely.workload = present.workload
    AND likely.target = present.target
LEFT JOIN out_crossing_date AS reached
    ON reached.bar = present.bar
    AND reached.workload = present.workload
    AND reached.target = present.target
    AND reached.method = $method
LEFT JOIN crossing AS central
    ON central.bar = present.bar
    AND central.workload = present.workload
    AND central.target = present.target
    AND central.bound = 'central'
LEFT JOIN crossing AS low
    ON low.bar = present.bar
    AND low.workload = present.workload
    AND low.target = present.target
    AND low.bound = 'low'
LEFT JOIN crossing AS high
    ON high.bar = present.bar
    AND high.workload = present.workload
    AND high.target = present.target
    AND high.bound = 'high'
ORDER BY position
