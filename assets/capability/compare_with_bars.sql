-- Every model that has a score for a bar, and the bar's level, after each snapshot that holds the bar's level. Each
-- model is taken from the latest snapshot up to then that holds both, on one scale, by its best score that was measured
-- as the use is answered. `below` and `above` are the distances from a score to the ends of its interval, as wide as in
-- the latest snapshot that gives one; NULL where none does. Of several snapshots of one month only the last is compared:
-- tables that are captured daily may change daily.
WITH scored AS (
    SELECT *
    FROM core_score
    QUALIFY vintage = max(vintage) OVER (PARTITION BY benchmark, scale, date_trunc('month', vintage))
),
width AS (
    SELECT
        benchmark,
        model_id,
        effort,
        arg_max(score - score_low, vintage) AS below,
        arg_max(score_high - score, vintage) AS above
    FROM core_score
    WHERE score_low IS NOT NULL AND score_high IS NOT NULL
    GROUP BY benchmark, model_id, effort
),
level_of AS (
    SELECT bar.bar, score.benchmark, score.vintage, score.scale, score.score AS threshold, width.below, width.above
    FROM core_bar AS bar
    INNER JOIN scored AS score
        ON score.benchmark = bar.benchmark
        AND score.model_id = bar.reference_model_id
        AND score.scale = coalesce(bar.scale, score.scale)
        AND score.effort = ''
    LEFT JOIN width
        ON width.benchmark = score.benchmark
        AND width.model_id = score.model_id
        AND width.effort = score.effort
    WHERE bar.reference_benchmark IS NULL
    UNION ALL
    -- The level on another benchmark, in the snapshot that the bar names.
    SELECT DISTINCT
        bar.bar, score.benchmark, score.vintage, score.scale, reference.score AS threshold, width.below, width.above
    FROM core_bar AS bar
    INNER JOIN scored AS score
        ON score.benchmark = bar.benchmark
        AND score.scale = coalesce(bar.scale, score.scale)
    INNER JOIN core_score AS reference
        ON reference.benchmark = bar.reference_benchmark
        AND reference.vintage = bar.reference_vintage
        AND reference.model_id = bar.reference_model_id
        AND reference.effort = ''
    LEFT JOIN width
        ON width.benchmark = reference.benchmark
        AND width.model_id = reference.model_id
        AND width.effort = reference.effort
    UNION ALL
    SELECT DISTINCT bar.bar, score.benchmark, score.vintage, score.scale, bar.threshold, NULL, NULL
    FROM core_bar AS bar
    INNER JOIN scored AS score
        ON score.benchmark = bar.benchmark
        AND score.scale = coalesce(bar.scale, score.scale)
    WHERE bar.threshold IS NOT NULL
),
-- A use is answered without reasoning, with it, or either way; with `any_effort`, a score of any effort counts for an
-- answer without reasoning.
use_of AS (
    SELECT
        unnest(['non-reasoning', 'reasoning', 'any', 'non-reasoning']) AS answered_by,
        unnest([false, false, false, true]) AS any_effort
),
comparison AS (
    SELECT
        level_of.bar,
        use_of.answered_by,
        use_of.any_effort,
        score.model_id,
        score.score,
        level_of.threshold,
        level_of.below AS threshold_below,
        level_of.above AS threshold_above,
        width.below AS score_below,
        width.above AS score_above,
        score.vintage,
        score.scale,
        score.effort,
        score.score_effort,
        score.source_url
    FROM level_of
    INNER JOIN scored AS score
        ON score.benchmark = level_of.benchmark
        AND score.vintage = level_of.vintage
        AND score.scale = level_of.scale
    INNER JOIN core_model AS model ON model.model_id = score.model_id
    INNER JOIN use_of
        ON use_of.any_effort OR is_measured_so(use_of.answered_by, score.score_effort, model.thinking)
    LEFT JOIN width
        ON width.benchmark = score.benchmark
        AND width.model_id = score.model_id
        AND width.effort = score.effort
),
snapshot AS (
    SELECT bar, vintage AS known_on, vintage = max(vintage) OVER (PARTITION BY bar) AS is_latest
    FROM (SELECT DISTINCT bar, vintage FROM level_of)
)
SELECT snapshot.known_on, snapshot.is_latest, comparison.*
FROM snapshot
INNER JOIN comparison ON comparison.bar = snapshot.bar AND comparison.vintage <= snapshot.known_on
QUALIFY
    row_number() OVER (
        PARTITION BY snapshot.bar, snapshot.known_on, comparison.answered_by, comparison.any_effort, comparison.model_id
        ORDER BY comparison.vintage DESC, comparison.score DESC, comparison.scale, comparison.effort
    ) = 1
