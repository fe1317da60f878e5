-- What an answer costs today at every bar, and at models that pass at least two of the bars at the reference's level: the
-- cheapest offer, the cheapest confirmed one, and the median of the five cheapest confirmed ones, beside the lowest cost ever.
WITH level_bar AS (
    SELECT bar FROM core_bar WHERE bar LIKE '%>=' || $level
),
-- How many of those bars a model passes, how many it was compared with, and which it fails.
passed AS (
    SELECT
        comparison.answered_by,
        comparison.model_id,
        count(*) AS bars_judged,
        count(*) FILTER (WHERE comparison.score >= comparison.threshold) AS bars_passed,
        string_agg(comparison.bar, ', ' ORDER BY comparison.bar) FILTER (WHERE comparison.score < comparison.threshold) AS failed_bars
    FROM _bar_judgement AS comparison
    INNER JOIN level_bar ON level_bar.bar = comparison.bar
    WHERE comparison.is_latest AND NOT comparison.any_effort
    GROUP BY comparison.answered_by, comparison.model_id
),
qualifying AS (
    SELECT bar, answered_by, model_id FROM core_bar_member WHERE bound = 'central'
    UNION ALL
    SELECT 'two-of-three>=' || $level, answered_by, model_id FROM passed WHERE bars_passed >= 2
),
-- Every qualifying offer of today; `place` counts all in the order of cost, `confirmed_place` those that are not stale.
offer AS (
    SELECT
        qualifying.bar,
        offer.*,
        passed.bars_passed,
        passed.bars_judged,
        passed.failed_bars,
        row_number() OVER by_cost AS place,
        count(*) FILTER (WHERE NOT offer.is_stale) OVER by_cost AS confirmed_place
    FROM _offer_cost AS offer
    INNER JOIN core_workload AS workload ON workload.workload = offer.workload
    INNER JOIN qualifying
        ON qualifying.model_id = offer.model_id
        AND qualifying.answered_by = offer.answered_by
    LEFT JOIN passed
        ON passed.model_id = offer.model_id
        AND passed.answered_by = offer.answered_by
    WHERE offer.valid_from <= $as_of
      AND (offer.valid_to IS NULL OR offer.valid_to > $as_of)
    WINDOW by_cost AS (
        PARTITION BY qualifying.bar, offer.workload
        ORDER BY offer.usd_per_query, offer.provider = 'openrouter', offer.provider, offer.provider_model_id
        ROWS UNBOUNDED PRECEDING
    )
),
today AS (
    SELECT
        bar,
        workload,
        count(*) AS n_offers,
        count(*) FILTER (WHERE NOT is_stale) AS n_confirmed,
        count(*) FILTER (WHERE context_tokens IS NULL) AS n_unknown_window,
        median(usd_per_query) FILTER (WHERE NOT is_stale AND confirmed_place <= 5) AS median_of_five
    FROM offer
    GROUP BY bar, workload
),
lowest AS (
    SELECT bar, workload, arg_min(valid_from, (usd_per_query, valid_from)) AS day, min(usd_per_query) AS usd
    FROM out_frontier
    GROUP BY bar, workload
)
SELECT
    today.bar,
    today.workload,
    $as_of::DATE AS as_of,
    cheapest.usd_per_query,
    cheapest.provider,
    cheapest.model_id,
    cheapest.provider_model_id,
    cheapest.last_confirmed_on,
    cheapest.is_stale,
    cheapest.bars_passed,
    cheapest.bars_judged,
    cheapest.failed_bars,
    confirmed.usd_per_query AS confirmed_usd_per_query,
    confirmed.provider AS confirmed_provider,
    confirmed.model_id AS confirmed_model_id,
    today.median_of_five::DECIMAL(18, 12) AS median_of_five_usd_per_query,
    today.n_offers,
    today.n_confirmed,
    today.n_unknown_window,
    lowest.usd AS lowest_usd_per_query,
    lowest.day AS lowest_on,
    round((cheapest.usd_per_query / lowest.usd)::DOUBLE, 6) AS times_lowest
FROM today
INNER JOIN offer AS cheapest
    ON cheapest.bar = today.bar
    AND cheapest.workload = today.workload
    AND cheapest.place = 1
LEFT JOIN offer AS confirmed
    ON confirmed.bar = today.bar
    AND confirmed.workload = today.workload
    AND confirmed.confirmed_place = 1
    AND NOT confirmed.is_stale
LEFT JOIN lowest
    ON lowest.bar = today.bar
    AND lowest.workload = today.workload
ORDER BY today.bar, today.workload
