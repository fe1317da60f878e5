-- The row of the price history that a row of price_now shows some columns of.
SELECT *
FROM out_price_history
WHERE provider = $provider
  AND provider_model_id = $provider_model_id
  AND model_id IS NOT DISTINCT FROM $model_id
  AND tier = $tier
  AND context_from_tokens IS NOT DISTINCT FROM $context_from_tokens
  AND valid_from = $valid_from
