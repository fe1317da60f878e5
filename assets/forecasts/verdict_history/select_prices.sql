-- The stored prices of one day of the history.
SELECT
    provider, model_id, provider_model_id, input_usd_per_mtok, cached_input_usd_per_mtok, output_usd_per_mtok,
    valid_from, valid_to, last_confirmed_on, is_stale, source
FROM _verdict_price
WHERE as_of = $as_of
ORDER BY ALL
