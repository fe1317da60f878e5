-- on one day an offer is of one model
-- severity: error
SELECT provider, provider_model_id, model_id, valid_from, valid_to
FROM core_model_link
WINDOW offer AS (PARTITION BY provider, provider_model_id ORDER BY valid_from NULLS FIRST)
QUALIFY lead(valid_from) OVER offer IS NOT NULL AND coalesce(valid_to > lead(valid_from) OVER offer, true)
