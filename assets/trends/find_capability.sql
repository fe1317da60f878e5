-- How capable each model was known to be after each snapshot.
SELECT known_on, model_id, score
FROM _capability
ORDER BY known_on, model_id
