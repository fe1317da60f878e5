-- what is known now of each price is the price history
-- severity: error
WITH latest AS (
    SELECT
        provider, model_id, provider_model_id, tier, context_from_tokens, input_usd_per_mtok, cached_input_usd_per_mtok,
        output_usd_per_mtok, valid_from, valid_to
    FROM out_price_vintage
    WHERE known_to IS NULL
),
history AS (
    SELECT
        provider, model_id, provider_model_id, tier, context_from_tokens, input_usd_per_mtok, cached_input_usd_per_mtok,
        output_usd_per_mtok, valid_from, valid_to
    FROM out_price_history
)
(SELECT 'only known now' AS difference, * FROM (FROM latest EXCEPT FROM history))
UNION ALL
(SELECT 'only in the history', * FROM (FROM history EXCEPT FROM latest))
