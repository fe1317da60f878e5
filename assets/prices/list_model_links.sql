-- Every link of an offer to a model, with the days on which it holds.
SELECT provider, provider_model_id, model_id, linked_by, evidence, valid_from, valid_to
FROM core_model_link
WHERE model_id IS NOT NULL
