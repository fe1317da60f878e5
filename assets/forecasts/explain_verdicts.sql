-- Every verdict with the inputs of its explanation: labels, the offer without its model, and the method that differs
-- most.
WITH search AS (
    SELECT
        target,
        usd_per_query,
        valid_from,
        lead(valid_from) OVER (PARTITION BY target ORDER BY valid_from) AS next_from,
        least(valid_to, lead(valid_from) OVER (PARTITION BY target ORDER BY valid_from)) AS valid_to
    FROM core_search_cost
    WHERE valid_from <= $as_of
),
named AS (
    SELECT
        target,
        last(label ORDER BY valid_from) AS label,
        last(struct_pack(usd_per_query, usd_per_query_low, usd_per_query_high, quality, valid_to) ORDER BY valid_from) AS now
    FROM core_search_cost
    WHERE valid_from <= $as_of
    GROUP BY target
),
-- Every offer of a model at the bar, with its place in the order of cost.
rival AS (
    SELECT
        member.bar,
        offer.*,
        row_number() OVER (
            PARTITION BY member.bar, offer.workload
            ORDER BY offer.usd_per_query, offer.provider = 'openrouter', offer.provider, offer.provider_model_id
        ) AS place
    FROM core_bar_member AS member
    INNER JOIN _offer_cost AS offer
        ON offer.model_id = member.model_id
        AND offer.answered_by = member.answered_by
    WHERE member.bound = 'central' AND offer.valid_from <= $as_of
),
-- The first day on which another model than the verdict's cost no more than the search, while both were on sale.
stand_in AS (
    SELECT
        verdict.bar,
        verdict.workload,
        verdict.target,
        min({'day': greatest(rival.valid_from, search.valid_from), 'place': rival.place}) AS first
    FROM out_verdict AS verdict
    INNER JOIN search ON search.target = verdict.target
    INNER JOIN rival
        ON rival.bar = verdict.bar
        AND rival.workload = verdict.workload
        AND rival.model_id <> verdict.model_id
        AND rival.usd_per_query <= search.usd_per_query
        AND coalesce(rival.valid_to, DATE '9999-12-31') > search.valid_from
        -- A withdrawn search keeps its last price as a reference.
        AND (search.next_from IS NULL OR rival.valid_from < search.valid_to)
    WHERE verdict.status <> 'not_crossed'
    GROUP BY verdict.bar, verdict.workload, verdict.target
),
-- The cheapest offer today of any model but the cheapest.
next_cheapest AS (
    SELECT
        verdict.bar,
        verdict.workload,
        verdict.target,
        min({'day': $as_of::DATE, 'place': rival.place}) AS first
    FROM out_verdict AS verdict
    INNER JOIN rival
        ON rival.bar = verdict.bar
        AND rival.workload = verdict.workload
        AND rival.model_id <> verdict.now_model_id
        AND coalesce(rival.valid_to, DATE '9999-12-31') > $as_of
    WHERE verdict.status = 'not_crossed'
    GROUP BY verdict.bar, verdict.workload, verdict.target
),
other_model AS (
    SELECT
        alternative.bar,
        alternative.workload,
        alternative.target,
        alternative.first.day AS day,
        rival.model_id,
        rival.provider,
        rival.usd_per_query
    FROM (SELECT * FROM stand_in UNION ALL SELECT * FROM next_cheapest) AS alternative
    INNER JOIN rival
        ON rival.bar = alternative.bar
        AND rival.workload = alternative.workload
        AND rival.place = alternative.first.place
),
-- Where the target is not reached, the probability of a crossing within three years; where it is, the probability that
-- the cost is still at or below it in a year.
chances AS (
    SELECT
        chance.bar,
        chance.workload,
        chance.target,
        chance.method,
        CASE WHEN verdict.status = 'not_crossed' THEN chance.p_first_passage ELSE chance.p_level END AS p,
        chance.method = verdict.method AS is_headline
    FROM out_crossing AS chance
    INNER JOIN out_verdict AS verdict
        ON verdict.bar = chance.bar
        AND verdict.workload = chance.workload
        AND verdict.target = chance.target
    WHERE chance.date = CASE WHEN verdict.status = 'not_crossed' THEN $in_3y ELSE $in_1y END
      AND chance.method <> 'linear-pool'
),
differing AS (
    SELECT other.bar, other.workload, other.target, other.method, other.p, headline.p AS headline_p
    FROM chances AS other
    INNER JOIN chances AS headline
        ON headline.bar = other.bar
        AND headline.workload = other.workload
        AND headline.target = other.target
        AND headline.is_headline
    WHERE NOT other.is_headline
    QUALIFY row_number() OVER (
        PARTITION BY other.bar, other.workload, other.target
        ORDER BY abs(other.p - headline.p) DESC, other.method
    ) = 1
)
SELECT
    verdict.*,
    bar.label AS bar_label,
    workload.input_tokens + workload.cached_input_tokens AS tokens_in,
    workload.output_tokens,
    workload.searches,
    named.label AS target_label,
    coalesce(model.name, verdict.model_id) AS model,
    coalesce(now_model.name, verdict.now_model_id) AS now_model,
    coalesce(other_name.name, other_model.model_id) AS other_model,
    other_model.provider AS other_provider,
    other_model.usd_per_query AS other_usd_per_query,
    other_model.day AS other_day,
    differing.method AS differing_method,
    differing.p AS differing_p,
    differing.headline_p,
    named.now.usd_per_query_low::DOUBLE AS target_low,
    named.now.usd_per_query_high::DOUBLE AS target_high,
    named.now.quality AS target_quality,
    CASE
        WHEN named.now.valid_to IS NOT NULL THEN NULL
        WHEN verdict.target_kind = 'market-price' THEN 'list-price'
        WHEN estimate.target IS NOT NULL THEN 'electricity'
    END AS target_moves,
    still.p_level_still AS p_level_1y_still,
    still.p_first_passage_still AS p_1y_still
FROM out_verdict AS verdict
INNER JOIN core_bar AS bar ON bar.bar = verdict.bar
INNER JOIN core_workload AS workload ON workload.workload = verdict.workload
INNER JOIN named ON named.target = verdict.target
LEFT JOIN core_search_estimate AS estimate
    ON estimate.target = verdict.target
    AND estimate.variant = 'published-figure'
LEFT JOIN core_model AS model ON model.model_id = verdict.model_id
LEFT JOIN core_model AS now_model ON now_model.model_id = verdict.now_model_id
LEFT JOIN other_model
    ON other_model.bar = verdict.bar
    AND other_model.workload = verdict.workload
    AND other_model.target = verdict.target
LEFT JOIN core_model AS other_name ON other_name.model_id = other_model.model_id
LEFT JOIN differing
    ON differing.bar = verdict.bar
    AND differing.workload = verdict.workload
    AND differing.target = verdict.target
LEFT JOIN out_search_gap_forecast AS still
    ON still.bar = verdict.bar
    AND still.workload = verdict.workload
    AND still.target = verdict.target
    AND still.date = $in_1y
ORDER BY verdict.position
