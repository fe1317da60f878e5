-- Who sells one model, and how far do the prices differ?
SELECT provider, tier, input_usd_per_mtok, output_usd_per_mtok, last_confirmed_on, is_stale
FROM price_now
WHERE model_id = 'llama-3.3-70b-instruct' AND tier = 'standard'
ORDER BY output_usd_per_mtok, provider
