-- a price lies between $0.001 and $2,000 per million tokens
-- severity: error
SELECT provider, provider_model_id, valid_from, input_usd_per_mtok, output_usd_per_mtok
FROM core_price_observation
WHERE input_usd_per_mtok NOT BETWEEN 0.001 AND 2000
   OR output_usd_per_mtok NOT BETWEEN 0.001 AND 2000
   OR cached_input_usd_per_mtok NOT BETWEEN 0.0001 AND 2000
