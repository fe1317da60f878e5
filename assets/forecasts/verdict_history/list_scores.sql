-- The newest score of each model against each bar, as known on a day; a model qualifies at or above the threshold.
SELECT $as_of::DATE AS as_of, bar, answered_by, model_id, score, threshold, vintage
FROM _bar_judgement
WHERE is_latest AND NOT any_effort
ORDER BY ALL
