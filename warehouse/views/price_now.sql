-- The prices in force on the published date, each model's tiers together.
CREATE OR REPLACE VIEW price_now AS
SELECT
    price.provider,
    price.model_id,
    price.provider_model_id,
    price.tier,
    price.input_usd_per_mtok,
    price.cached_input_usd_per_mtok,
    price.output_usd_per_mtok,
    price.context_from_tokens,
    price.valid_from,
    price.last_confirmed_on,
    published.as_of - price.last_confirmed_on AS days_since_confirmed,
    price.is_stale,
    price.source,
    price.source_url
FROM out_price_history AS price
CROSS JOIN internal._as_of AS published
WHERE price.in_force
ORDER BY price.provider, price.model_id, price.provider_model_id, price.tier, price.context_from_tokens;
