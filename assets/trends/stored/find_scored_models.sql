-- Open models of known size with their score, for answers without reasoning, in the latest snapshot by the as-of date.
SELECT
    model.model_id,
    coalesce(model.organization, model.model_id) AS family,
    model.released_on AS day,
    capability.score,
    model.total_params_b AS amount
FROM _capability AS capability
INNER JOIN core_model AS model ON model.model_id = capability.model_id
WHERE capability.known_on = (SELECT max(known_on) FROM _capability WHERE known_on <= $as_of)
  AND capability.answered_by = 'non-reasoning'
  AND model.open_weights
  AND model.total_params_b > 0
  AND model.released_on <= $as_of
ORDER BY model.released_on, model.model_id
