-- The price in force of an offer.
SELECT *
FROM out_price_history
WHERE provider = $provider AND provider_model_id = $provider_model_id AND model_id = $model_id AND in_force
ORDER BY tier = 'standard' DESC, tier, context_from_tokens NULLS FIRST
LIMIT 1
