-- The claims that were known on each day on which an offer brought news. In place of the seller's id of an offer stands
-- the pair of that id and the day, so that compact_price_history.sql makes one history for each day.
--
-- On the last of these days the claims are as they are now. On an earlier one, a source that went on to confirm its price
-- had not stopped: its claim counts as confirmed without end, or the day on which it later stopped would be known.
WITH news AS (
    SELECT
        *,
        lead(known_from) OVER (
            PARTITION BY provider, model_id, provider_model_id, tier, context_from_tokens ORDER BY known_from
        ) AS known_to
    FROM (
        SELECT DISTINCT
            provider, model_id, provider_model_id, tier, context_from_tokens, observed_at::DATE AS known_from
        FROM main.core_price_observation
    )
)
SELECT claim.* REPLACE (
    {'id': claim.provider_model_id, 'known_from': news.known_from} AS provider_model_id,
    CASE
        WHEN news.known_to IS NOT NULL AND claim.confirmed_at >= news.known_from THEN $no_end::TIMESTAMP
        ELSE claim.confirmed_at
    END AS confirmed_at,
    least(claim.last_seen_on, news.known_to - 1) AS last_seen_on
)
FROM main.core_price_observation AS claim
INNER JOIN news
    ON news.provider = claim.provider
    AND news.model_id IS NOT DISTINCT FROM claim.model_id
    AND news.provider_model_id = claim.provider_model_id
    AND news.tier = claim.tier
    AND news.context_from_tokens IS NOT DISTINCT FROM claim.context_from_tokens
    AND news.known_from >= claim.observed_at::DATE
