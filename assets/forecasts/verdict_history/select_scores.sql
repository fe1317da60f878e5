-- The stored scores of one day of the history.
SELECT bar, answered_by, model_id, score, threshold, vintage
FROM _verdict_score
WHERE as_of = $as_of
ORDER BY ALL
