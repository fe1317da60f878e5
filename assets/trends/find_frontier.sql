-- At each date, the cheapest offer whose model meets the bar, for every reading of every bar and workload.
-- A cost is always of one offer of one seller: its own input, cached and output price at one time.
WITH offer AS (
    SELECT
        workload.workload,
        price.provider,
        price.model_id,
        price.provider_model_id,
        price.valid_from AS price_valid_from,
        greatest(price.valid_from, search.valid_from) AS valid_from,
        least(price.valid_to, search.valid_to) AS valid_to,
        search.usd_per_query AS search_usd_per_query,
        (
            token_micro_usd(
                workload.input_tokens, workload.cached_input_tokens, workload.output_tokens,
                price.input_usd_per_mtok, price.cached_input_usd_per_mtok, price.output_usd_per_mtok
            ) * 0.000001
            + CASE WHEN workload.searches = 0 THEN 0 ELSE workload.searches * search.usd_per_query END
        )::DECIMAL(18, 12) AS usd_per_query,
        model.reasoning,
        workload.answered_by
    FROM out_price_history AS price
    INNER JOIN core_model AS model ON model.model_id = price.model_id
    CROSS JOIN core_workload AS workload
    LEFT JOIN _search_price AS search
        ON workload.searches > 0
        AND search.valid_from < coalesce(price.valid_to, DATE '9999-12-31')
        AND coalesce(search.valid_to, DATE '9999-12-31') > price.valid_from
    WHERE price.tier = 'standard'
),
-- Every offer that may compete, in the order of cost: at any time the standing one with the lowest place is the cheapest.
candidate AS (
    SELECT
        member.bar,
        member.bound,
        offer.*,
        row_number() OVER (
            PARTITION BY member.bar, member.bound, offer.workload
            -- Of two equal costs, the host's own offer stands before the same offer listed by the aggregator.
            ORDER BY offer.usd_per_query, offer.provider = 'openrouter', offer.provider, offer.provider_model_id
        ) AS place
    FROM offer
    INNER JOIN _bar_reading AS member ON member.model_id = offer.model_id
    WHERE offer.usd_per_query IS NOT NULL
      AND offer.valid_from <= $as_of
      AND may_answer(offer.answered_by, offer.reasoning)
),
moment AS (
    SELECT bar, bound, workload, day, lead(day) OVER (PARTITION BY bar, bound, workload ORDER BY day) AS next_day
    FROM (
        SELECT DISTINCT bar, bound, workload, day
        FROM (SELECT bar, bound, workload, unnest([valid_from, valid_to]) AS day FROM candidate)
        WHERE day <= $as_of
    )
),
-- Only numbers are carried through this join: it meets two million standing offers.
lowest AS (
    SELECT moment.bar, moment.bound, moment.workload, moment.day, moment.next_day, min(candidate.place) AS place
    FROM moment
    INNER JOIN candidate
        ON candidate.bar = moment.bar
        AND candidate.bound = moment.bound
        AND candidate.workload = moment.workload
        AND candidate.valid_from <= moment.day
        AND (candidate.valid_to IS NULL OR candidate.valid_to > moment.day)
    GROUP BY moment.bar, moment.bound, moment.workload, moment.day, moment.next_day
),
best AS (
    SELECT lowest.day, lowest.next_day, candidate.*
    FROM lowest
    INNER JOIN candidate USING (bar, bound, workload, place)
),
stepped AS (
    SELECT
        best.*,
        lag(best.provider) OVER step = best.provider
            AND lag(best.provider_model_id) OVER step = best.provider_model_id
            AND lag(best.usd_per_query) OVER step = best.usd_per_query
            AND lag(best.next_day) OVER step = best.day AS continues
    FROM best
    WINDOW step AS (PARTITION BY best.bar, best.bound, best.workload ORDER BY best.day)
),
numbered AS (
    SELECT
        *,
        count(*) FILTER (WHERE continues IS NOT TRUE) OVER (PARTITION BY bar, bound, workload ORDER BY day) AS step
    FROM stepped
),
interval_of AS (
    SELECT
        bar,
        bound,
        workload,
        step,
        min(day) AS valid_from,
        max(coalesce(next_day, DATE '9999-12-31')) AS last_day
    FROM numbered
    GROUP BY bar, bound, workload, step
),
-- The runner-up is another model; the other seller is the cheapest one elsewhere, whatever it sells.
beside AS (
    SELECT
        best.bar,
        best.bound,
        best.workload,
        best.day,
        min(candidate.place) FILTER (WHERE candidate.model_id <> best.model_id) AS runner_up_place,
        min(candidate.place) FILTER (WHERE candidate.provider <> best.provider) AS elsewhere_place
    FROM interval_of
    INNER JOIN best
        ON best.bar = interval_of.bar
        AND best.bound = interval_of.bound
        AND best.workload = interval_of.workload
        AND best.day = interval_of.valid_from
    INNER JOIN candidate
        ON candidate.bar = best.bar
        AND candidate.bound = best.bound
        AND candidate.workload = best.workload
        AND candidate.valid_from <= best.day
        AND (candidate.valid_to IS NULL OR candidate.valid_to > best.day)
    GROUP BY best.bar, best.bound, best.workload, best.day
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
    runner_up.model_id AS runner_up_model_id,
    runner_up.provider AS runner_up_provider,
    runner_up.usd_per_query AS runner_up_usd_per_query,
    elsewhere.provider AS other_provider,
    elsewhere.usd_per_query AS other_provider_usd_per_query
FROM interval_of
INNER JOIN best
    ON best.bar = interval_of.bar
    AND best.bound = interval_of.bound
    AND best.workload = interval_of.workload
    AND best.day = interval_of.valid_from
INNER JOIN beside
    ON beside.bar = best.bar
    AND beside.bound = best.bound
    AND beside.workload = best.workload
    AND beside.day = best.day
LEFT JOIN candidate AS runner_up
    ON runner_up.bar = best.bar
    AND runner_up.bound = best.bound
    AND runner_up.workload = best.workload
    AND runner_up.place = beside.runner_up_place
LEFT JOIN candidate AS elsewhere
    ON elsewhere.bar = best.bar
    AND elsewhere.bound = best.bound
    AND elsewhere.workload = best.workload
    AND elsewhere.place = beside.elsewhere_place
ORDER BY best.bar, best.bound, best.workload, interval_of.valid_from
