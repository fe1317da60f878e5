-- For every bar and workload, each model that is on sale on the as-of date, at its cheapest offer, with the score it is
-- judged by and how far the bar and the score reach to the ends of their intervals (0 where none was ever given).
-- A snapshot without intervals borrows the width of the latest one that gives them.
WITH width AS (
    SELECT
        benchmark,
        model_id,
        arg_max(score - score_low, vintage) AS below,
        arg_max(score_high - score, vintage) AS above
    FROM core_score
    WHERE score_low IS NOT NULL AND score_high IS NOT NULL
    GROUP BY benchmark, model_id
),
level_of AS (
    SELECT bar.bar, score.benchmark, score.vintage, score.scale, score.score AS threshold, width.below, width.above
    FROM core_bar AS bar
    INNER JOIN core_score AS score
        ON score.benchmark = bar.benchmark
        AND score.model_id = bar.reference_model_id
        AND score.scale = coalesce(bar.scale, score.scale)
        AND score.effort = ''
    LEFT JOIN width ON width.benchmark = bar.benchmark AND width.model_id = bar.reference_model_id
    UNION ALL
    SELECT DISTINCT bar.bar, score.benchmark, score.vintage, score.scale, bar.threshold, 0, 0
    FROM core_bar AS bar
    INNER JOIN core_score AS score
        ON score.benchmark = bar.benchmark
        AND score.scale = coalesce(bar.scale, score.scale)
    WHERE bar.threshold IS NOT NULL
),
judged AS (
    SELECT
        level_of.bar,
        level_of.benchmark,
        score.model_id,
        model.reasoning,
        level_of.threshold,
        coalesce(level_of.below, 0) AS threshold_below,
        coalesce(level_of.above, 0) AS threshold_above,
        score.score,
        coalesce(width.below, 0) AS score_below,
        coalesce(width.above, 0) AS score_above
    FROM level_of
    INNER JOIN core_score AS score
        ON score.benchmark = level_of.benchmark
        AND score.vintage = level_of.vintage
        AND score.scale = level_of.scale
    INNER JOIN core_model AS model ON model.model_id = score.model_id
    LEFT JOIN width ON width.benchmark = score.benchmark AND width.model_id = score.model_id
    WHERE model.reasoning OR score.effort IN ('', 'no-thinking', 'non-thinking', 'instant')
    QUALIFY row_number() OVER (
        PARTITION BY level_of.bar, score.model_id
        ORDER BY level_of.vintage DESC, score.score DESC, score.scale, score.effort
    ) = 1
),
search AS (
    SELECT min(usd_per_query) AS usd_per_query
    FROM _search_price
    WHERE valid_from <= $as_of
      AND (valid_to IS NULL OR valid_to > $as_of)
),
offer AS (
    SELECT
        workload.workload,
        workload.answered_by,
        price.model_id,
        min(
            token_micro_usd(
                workload.input_tokens, workload.cached_input_tokens, workload.output_tokens,
                price.input_usd_per_mtok, price.cached_input_usd_per_mtok, price.output_usd_per_mtok
            )::DOUBLE * 0.000001
            + CASE WHEN workload.searches = 0 THEN 0 ELSE workload.searches * search.usd_per_query::DOUBLE END
        ) AS usd
    FROM out_price_history AS price
    CROSS JOIN core_workload AS workload
    CROSS JOIN search
    WHERE price.tier = 'standard'
      AND price.valid_from <= $as_of
      AND (price.valid_to IS NULL OR price.valid_to > $as_of)
    GROUP BY workload.workload, workload.answered_by, price.model_id
)
SELECT
    judged.bar,
    offer.workload,
    judged.benchmark,
    judged.model_id,
    offer.usd,
    judged.threshold,
    judged.threshold_below,
    judged.threshold_above,
    judged.score,
    judged.score_below,
    judged.score_above
FROM judged
INNER JOIN offer ON offer.model_id = judged.model_id
WHERE offer.usd > 0
  AND may_answer(offer.answered_by, judged.reasoning)
ORDER BY judged.bar, offer.workload, offer.usd, judged.model_id
