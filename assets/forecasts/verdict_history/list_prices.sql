-- The prices that an answer's cost is computed with, as they are known on a day.
SELECT
    $as_of::DATE AS as_of,
    provider,
    model_id,
    provider_model_id,
    input_usd_per_mtok,
    cached_input_usd_per_mtok,
    output_usd_per_mtok,
    valid_from,
    valid_to,
    last_confirmed_on,
    is_stale,
    source
FROM out_price_history
WHERE model_id IS NOT NULL AND tier = 'standard' AND coalesce(context_from_tokens, 0) = 0 AND valid_from <= $as_of
ORDER BY ALL
