-- no price moves more than five times at once
-- severity: warning
SELECT provider, provider_model_id, valid_from, before, output_usd_per_mtok
FROM (
    SELECT *, lag(output_usd_per_mtok) OVER (
        PARTITION BY provider, model_id, provider_model_id, tier, context_from_tokens
        ORDER BY valid_from) AS before
    FROM out_price_history)
WHERE greatest(before / output_usd_per_mtok, output_usd_per_mtok / before) > 5
