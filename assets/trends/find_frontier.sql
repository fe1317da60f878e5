-- At each date, the cheapest offer whose model qualifies for the bar, for every reading of every bar and workload. The
-- reading `confirmed` is the central reading, except that a stale price ends $stale_days days after its last
-- confirmation. A cost is always of one offer of one seller: its own input, cached and output price at one time.
WITH reading AS (
    SELECT bar, bound, answered_by, model_id, false AS confirmed_only FROM _bar_reading
    UNION ALL
    SELECT bar, 'confirmed', answered_by, model_id, true FROM _bar_reading WHERE bound = 'central'
),
-- Every offer with its place in the order of cost, which also names it within its workload, and numbers of its model and
-- seller.
offer AS (
    SELECT
        offer.*,
        (
            row_number() OVER (
                PARTITION BY offer.workload
                -- Of two equal costs, the host's own offer precedes the same offer listed by the aggregator.
                ORDER BY
                    offer.usd_per_query, offer.provider = 'openrouter', offer.provider, offer.provider_model_id,
                    offer.model_id, offer.valid_from
            )
        )::INTEGER AS place,
        (dense_rank() OVER (ORDER BY offer.model_id))::INTEGER AS model_number,
        (dense_rank() OVER (ORDER BY offer.provider))::INTEGER AS provider_number
    FROM _offer_cost AS offer
    INNER JOIN core_workload AS workload ON workload.workload = offer.workload
    WHERE offer.valid_from <= $as_of
),
series AS (
    SELECT (row_number() OVER (ORDER BY bar, bound, workload))::INTEGER AS series, bar, bound, workload
    FROM (
        SELECT DISTINCT reading.bar, reading.bound, workload.workload
        FROM reading
        INNER JOIN core_workload AS workload ON workload.answered_by = reading.answered_by
    )
),
-- Only numbers pass through these joins: a quarter of a million candidates and millions of blocks.
candidate AS (
    SELECT
        series.series,
        offer.place,
        offer.model_number,
        offer.provider_number,
        offer.valid_from,
        CASE
            -- An offer whose search price changed is several rows here, of which the earlier ones have ended before.
            WHEN reading.confirmed_only AND offer.is_stale
                THEN least(offer.valid_to, offer.last_confirmed_on + $stale_days::INTEGER + 1)
            ELSE offer.valid_to
        END AS valid_to
    FROM offer
    INNER JOIN reading
        ON reading.model_id = offer.model_id
        AND reading.answered_by = offer.answered_by
    INNER JOIN series
        ON series.bar = reading.bar
        AND series.bound = reading.bound
        AND series.workload = offer.workload
),
moment AS (
    SELECT series, day, lead(day) OVER (PARTITION BY series ORDER BY day) AS next_day
    FROM (
        SELECT DISTINCT series, day
        FROM (SELECT series, unnest([valid_from, valid_to]) AS day FROM candidate)
        WHERE day <= $as_of
    )
),
-- Whole days cut into blocks of 1, 2, 4, ... days, numbered like a binary tree: block n holds blocks 2n and 2n + 1, and a
-- day since 1970 is block 65536 + its number. An interval is at most two blocks of each length, and a day lies in one block
-- of each length, so the cheapest offer of every day takes no comparison of every day with every offer.
block AS (
    SELECT series, block, min(place) AS place
    FROM (
        SELECT
            series,
            place,
            unnest([
                CASE WHEN first_block % 2 = 1 THEN first_block END,
                CASE WHEN end_block % 2 = 1 THEN end_block - 1 END
            ]) AS block
        FROM (
            SELECT
                series,
                place,
                (65536 + (valid_from - DATE '1970-01-01') + (1 << doubling) - 1) >> doubling AS first_block,
                (65536 + (least(coalesce(valid_to, $as_of::DATE + 1), $as_of::DATE + 1) - DATE '1970-01-01')) >> doubling
                    AS end_block
            FROM candidate
            CROSS JOIN range(16) AS doublings (doubling)
        )
        WHERE first_block < end_block
    )
    WHERE block IS NOT NULL
    GROUP BY series, block
),
lowest AS (
    SELECT moment.series, moment.day, any_value(moment.next_day) AS next_day, min(block.place) AS place
    FROM (
        SELECT *, (65536 + (day - DATE '1970-01-01')) >> doubling AS block
        FROM moment
        CROSS JOIN range(16) AS doublings (doubling)
    ) AS moment
    INNER JOIN block ON block.series = moment.series AND block.block = moment.block
    GROUP BY moment.series, moment.day
),
best AS (
    SELECT series.series, series.bar, series.bound, lowest.day, lowest.next_day, offer.*
    FROM lowest
    INNER JOIN series ON series.series = lowest.series
    INNER JOIN offer ON offer.workload = series.workload AND offer.place = lowest.place
),
stepped AS (
    SELECT
        *,
        lag(provider) OVER step = provider
            AND lag(provider_model_id) OVER step = provider_model_id
            AND lag(model_id) OVER step = model_id
            AND lag(usd_per_query) OVER step = usd_per_query
            AND lag(next_day) OVER step = day AS continues
    FROM best
    WINDOW step AS (PARTITION BY series ORDER BY day)
),
numbered AS (
    SELECT *, count(*) FILTER (WHERE continues IS NOT TRUE) OVER (PARTITION BY series ORDER BY day) AS step
    FROM stepped
),
interval_of AS (
    SELECT
        series,
        step,
        min(day) AS valid_from,
        max(coalesce(next_day, DATE '9999-12-31')) AS last_day,
        max(last_confirmed_on) AS last_confirmed_on,
        -- A step that has ended cannot become stale.
        arg_max(is_stale, day) AND bool_or(next_day IS NULL) AS is_stale
    FROM numbered
    GROUP BY series, step
),
start AS (
    SELECT best.series, best.day, best.model_number, best.provider_number
    FROM interval_of
    INNER JOIN best ON best.series = interval_of.series AND best.day = interval_of.valid_from
),
-- The runner-up is another model; the other seller is the cheapest seller elsewhere, whatever it sells.
beside AS (
    SELECT
        start.series,
        start.day,
        min(candidate.place) FILTER (WHERE candidate.model_number <> start.model_number) AS runner_up_place,
        min(candidate.place) FILTER (WHERE candidate.provider_number <> start.provider_number) AS elsewhere_place
    FROM start
    INNER JOIN candidate
        ON candidate.series = start.series
        AND candidate.valid_from <= start.day
        AND (candidate.valid_to IS NULL OR candidate.valid_to > start.day)
    GROUP BY start.series, start.day
)
SELECT
    best.bar,
    best.bound,
    best.workload,
    interval_of.valid_from,
    CASE WHEN interval_of.last_day < DATE '9999-12-31' THEN interval_of.last_day END AS valid_to,
    best.usd_per_query,
    best.search_usd_per_query,
    best.provider,
    best.model_id,
    best.provider_model_id,
    best.price_valid_from,
    best.context_tokens,
    interval_of.last_confirmed_on,
    interval_of.is_stale,
    runner_up.model_id AS runner_up_model_id,
    runner_up.provider AS runner_up_provider,
    runner_up.usd_per_query AS runner_up_usd_per_query,
    elsewhere.provider AS other_provider,
    elsewhere.usd_per_query AS other_provider_usd_per_query
FROM interval_of
INNER JOIN best ON best.series = interval_of.series AND best.day = interval_of.valid_from
INNER JOIN beside ON beside.series = best.series AND beside.day = best.day
LEFT JOIN offer AS runner_up ON runner_up.workload = best.workload AND runner_up.place = beside.runner_up_place
LEFT JOIN offer AS elsewhere ON elsewhere.workload = best.workload AND elsewhere.place = beside.elsewhere_place
ORDER BY best.bar, best.bound, best.workload, interval_of.valid_from
