-- a cached input token costs no more than a fresh one
-- severity: warning
SELECT provider, provider_model_id, valid_from, input_usd_per_mtok, cached_input_usd_per_mtok
FROM out_price_history WHERE cached_input_usd_per_mtok > input_usd_per_mtok
