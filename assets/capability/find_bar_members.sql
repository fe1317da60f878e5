-- The models that qualify for each bar, by all that is known now. `bound` low and high move the bar to the ends of the
-- interval of its reference, where that has one; with any-effort, scores of any effort count for answers without
-- reasoning.
SELECT
    bar,
    bound,
    answered_by,
    model_id,
    score,
    score - score_below AS score_low,
    score + score_above AS score_high,
    threshold,
    vintage,
    scale,
    effort,
    score_effort,
    source_url
FROM (
    SELECT
        * EXCLUDE (threshold),
        unnest(['central', 'low', 'high']) AS bound,
        unnest([threshold, threshold - threshold_below, threshold + threshold_above]) AS threshold
    FROM _bar_judgement
    WHERE is_latest AND NOT any_effort
    UNION ALL BY NAME
    SELECT *, 'any-effort' AS bound
    FROM _bar_judgement
    WHERE is_latest AND any_effort
)
WHERE score >= threshold
