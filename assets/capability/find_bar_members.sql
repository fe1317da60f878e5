-- Who reaches a bar: a model's score against the reference model's own score in the same snapshot and on the same scale.
-- Each model is judged in the latest snapshot that holds both. `bound` low and high move the bar to the ends of the
-- reference's interval, as wide as in the latest snapshot of the benchmark that gives one.
WITH reach AS (
    SELECT
        bar.bar,
        arg_max(score.score_low - score.score, score.vintage) AS to_low,
        arg_max(score.score_high - score.score, score.vintage) AS to_high
    FROM core_bar AS bar
    INNER JOIN core_score AS score
        ON score.benchmark = bar.benchmark
        AND score.model_id = bar.reference_model_id
    WHERE score.effort = '' AND score.score_low IS NOT NULL AND score.score_high IS NOT NULL
    GROUP BY bar.bar
),
level_of AS (
    SELECT
        bar.bar,
        score.benchmark,
        score.vintage,
        score.scale,
        unnest(['central', 'low', 'high']) AS bound,
        unnest([score.score, score.score + reach.to_low, score.score + reach.to_high]) AS threshold
    FROM core_bar AS bar
    INNER JOIN core_score AS score
        ON score.benchmark = bar.benchmark
        AND score.model_id = bar.reference_model_id
        AND score.scale = coalesce(bar.scale, score.scale)
    LEFT JOIN reach ON reach.bar = bar.bar
    WHERE score.effort = ''
    UNION ALL
    SELECT DISTINCT bar.bar, score.benchmark, score.vintage, score.scale, 'central', bar.threshold
    FROM core_bar AS bar
    INNER JOIN core_score AS score
        ON score.benchmark = bar.benchmark
        AND score.scale = coalesce(bar.scale, score.scale)
    WHERE bar.threshold IS NOT NULL
),
judged AS (
    -- A model that answers without reasoning tokens is judged by scores made that way; a reasoning model by its best.
    SELECT
        level_of.bar,
        level_of.bound,
        score.model_id,
        score.score,
        level_of.threshold,
        score.vintage,
        score.scale,
        score.effort,
        score.source_url
    FROM level_of
    INNER JOIN core_score AS score
        ON score.benchmark = level_of.benchmark
        AND score.vintage = level_of.vintage
        AND score.scale = level_of.scale
    INNER JOIN core_model AS model
        ON model.model_id = score.model_id
    WHERE level_of.threshold IS NOT NULL
      AND (model.reasoning OR score.effort IN ('', 'no-thinking', 'non-thinking', 'instant'))
)
SELECT *
FROM judged
QUALIFY
    row_number() OVER (PARTITION BY bar, bound, model_id ORDER BY vintage DESC, score DESC, scale, effort) = 1
    AND score >= threshold
