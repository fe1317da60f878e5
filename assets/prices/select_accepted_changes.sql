-- The changes that are not flagged, or whose flag was released, each with the number of independent families of sources
-- that showed the same price of the same model at the same seller within $days days.
WITH agreed AS (
    SELECT claim.change_id, count(DISTINCT other.family)::INTEGER AS families
    FROM _price_change AS claim
    INNER JOIN _price_change AS other
        ON other.provider = claim.provider
        AND other.model_id IS NOT DISTINCT FROM claim.model_id
        AND (claim.model_id IS NOT NULL OR other.provider_model_id = claim.provider_model_id)
        AND other.tier = claim.tier
        AND other.context_from_tokens IS NOT DISTINCT FROM claim.context_from_tokens
        AND other.input_usd_per_mtok = claim.input_usd_per_mtok
        AND other.output_usd_per_mtok = claim.output_usd_per_mtok
        AND other.valid_from <= claim.valid_from + $days
        AND greatest(other.valid_from, other.confirmed_at::DATE) >= claim.valid_from - $days
    GROUP BY claim.change_id
)
SELECT claim.* EXCLUDE (change_id) REPLACE (greatest(claim.n_sources, agreed.families) AS n_sources)
FROM _price_change AS claim
LEFT JOIN agreed ON agreed.change_id = claim.change_id
ANTI JOIN (FROM _price_doubt WHERE released_by IS NULL) AS refused ON refused.change_id = claim.change_id
