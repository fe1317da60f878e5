-- The claim that brought an event.
SELECT *
FROM core_price_observation
WHERE source = $source
  AND provider = $provider
  AND provider_model_id = $provider_model_id
  AND model_id IS NOT DISTINCT FROM $model_id
  AND tier = $tier
  AND context_from_tokens IS NOT DISTINCT FROM $context_from_tokens
  AND observed_at = $observed_at
  AND capture_sha256 = $capture_sha256
  AND input_usd_per_mtok IS NOT DISTINCT FROM $input_usd_per_mtok
  AND output_usd_per_mtok IS NOT DISTINCT FROM $output_usd_per_mtok
ORDER BY valid_from DESC
LIMIT 1
