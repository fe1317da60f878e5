-- Who reaches a bar, by all that is known now. `bound` low and high move the bar to the ends of the interval of its
-- reference, where that has one.
SELECT bar, bound, model_id, score, threshold, vintage, scale, effort, source_url
FROM (
    SELECT
        * EXCLUDE (threshold),
        unnest(['central', 'low', 'high']) AS bound,
        unnest([threshold, threshold - threshold_below, threshold + threshold_above]) AS threshold
    FROM _bar_judgement
    WHERE is_latest
)
WHERE score >= threshold
