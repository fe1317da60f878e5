-- The price that a step of the frontier is computed with.
SELECT *
FROM out_price_history
WHERE provider = $provider
  AND provider_model_id = $provider_model_id
  AND model_id IS NOT DISTINCT FROM $model_id
  AND valid_from = $price_valid_from
  AND input_usd_per_mtok = $input_usd_per_mtok
  AND output_usd_per_mtok = $output_usd_per_mtok
ORDER BY tier = 'standard' DESC, tier, context_from_tokens NULLS FIRST
LIMIT 1
