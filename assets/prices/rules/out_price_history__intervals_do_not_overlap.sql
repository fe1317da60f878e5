-- at one time an offer has one price
-- severity: error
SELECT provider, provider_model_id, tier, valid_from, valid_to
FROM out_price_history
QUALIFY valid_to > lead(valid_from) OVER (
    PARTITION BY provider, model_id, provider_model_id, tier, context_from_tokens ORDER BY valid_from)
   OR valid_to <= valid_from
