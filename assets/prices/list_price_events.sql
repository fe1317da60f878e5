-- Every launch, cut, rise and withdrawal, with the price before and after and the capture that showed it. Offers that a
-- source already listed on the day it was first read or filled in in bulk are no events of that day.
WITH offer_history AS (
    SELECT
        *,
        lag(valid_to) OVER offer AS ended_before,
        lag(input_usd_per_mtok) OVER offer AS input_before,
        lag(output_usd_per_mtok) OVER offer AS output_before
    FROM out_price_history
    WINDOW offer AS (PARTITION BY provider, model_id, provider_model_id, tier, context_from_tokens ORDER BY valid_from)
),
priced AS (
    SELECT
        CASE
            WHEN input_before IS NULL THEN 'launch'
            WHEN ended_before < valid_from THEN 'return'
            WHEN input_usd_per_mtok <= input_before AND output_usd_per_mtok <= output_before THEN 'cut'
            WHEN input_usd_per_mtok >= input_before AND output_usd_per_mtok >= output_before THEN 'rise'
            ELSE 'mixed'
        END AS event,
        valid_from AS date,
        provider, model_id, provider_model_id, tier, context_from_tokens,
        input_before AS input_usd_per_mtok_before,
        output_before AS output_usd_per_mtok_before,
        input_usd_per_mtok,
        output_usd_per_mtok,
        observed_at, date_basis, source, source_url, capture_sha256
    FROM offer_history
    WHERE ended_before < valid_from
       OR (input_before, output_before) IS DISTINCT FROM (input_usd_per_mtok, output_usd_per_mtok)
),
withdrawn AS (
    SELECT
        'withdrawal' AS event,
        history.valid_to AS date,
        history.provider, history.model_id, history.provider_model_id, history.tier, history.context_from_tokens,
        history.input_usd_per_mtok AS input_usd_per_mtok_before,
        history.output_usd_per_mtok AS output_usd_per_mtok_before,
        NULL::DECIMAL(18, 9) AS input_usd_per_mtok,
        NULL::DECIMAL(18, 9) AS output_usd_per_mtok,
        claim.observed_at, claim.date_basis, claim.source, claim.source_url, claim.capture_sha256
    FROM out_price_history AS history
    INNER JOIN core_price_observation AS claim
        ON claim.provider = history.provider
        AND claim.model_id IS NOT DISTINCT FROM history.model_id
        AND claim.provider_model_id = history.provider_model_id
        AND claim.tier = history.tier
        AND claim.context_from_tokens IS NOT DISTINCT FROM history.context_from_tokens
        AND claim.valid_from <= history.valid_to
        AND claim.input_usd_per_mtok IS NULL
    WHERE history.ended_by = 'withdrawal'
    QUALIFY row_number() OVER (
        PARTITION BY history.provider, history.model_id, history.provider_model_id, history.tier,
            history.context_from_tokens, history.valid_from
        ORDER BY claim.valid_from DESC, claim.trust, claim.source, claim.observed_at, claim.capture_sha256) = 1
)
SELECT
    *,
    round((input_usd_per_mtok + output_usd_per_mtok)::DOUBLE
        / (input_usd_per_mtok_before + output_usd_per_mtok_before)::DOUBLE, 6) AS factor
FROM (SELECT * FROM priced UNION ALL BY NAME SELECT * FROM withdrawn)
WHERE date <= $as_of AND date_basis <> 'import'
ORDER BY date, provider, model_id, provider_model_id, tier, context_from_tokens
