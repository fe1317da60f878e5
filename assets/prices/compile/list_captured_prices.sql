-- The prices that captured pages and feeds show at the standard tier, with the first and the last day on which each
-- source showed them.
SELECT
    provider,
    provider_model_id,
    input_usd_per_mtok,
    cached_input_usd_per_mtok,
    output_usd_per_mtok,
    valid_from,
    last_seen_on,
    date_basis,
    family,
    source,
    source_url
FROM core_price_observation
WHERE (starts_with(source, 'page/') OR starts_with(source, 'feed/')) AND tier = 'standard' AND context_from_tokens IS NULL
ORDER BY provider, provider_model_id, source, valid_from
