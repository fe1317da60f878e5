-- The confirmations of each offer that were known before its next news; see select_known_claims.sql.
WITH news AS (
    SELECT
        *,
        lead(known_from) OVER (PARTITION BY provider, model_id, id, tier ORDER BY known_from) AS known_to
    FROM (
        SELECT DISTINCT
            provider, model_id, provider_model_id.id AS id, tier, provider_model_id.known_from AS known_from
        FROM core_price_observation
    )
)
SELECT confirmation.* REPLACE ({'id': news.id, 'known_from': news.known_from} AS provider_model_id)
FROM main.core_price_confirmation AS confirmation
INNER JOIN news
    ON news.provider = confirmation.provider
    AND news.model_id IS NOT DISTINCT FROM confirmation.model_id
    AND news.id = confirmation.provider_model_id
    AND news.tier = confirmation.tier
    AND (news.known_to IS NULL OR news.known_to > confirmation.confirmed_on)
