-- The changes without a doubt, or with one that was released, each with the number of independent families of sources
-- that showed the same price of the same model at the same seller within $days days.
WITH agreed AS (
    SELECT said.change_id, count(DISTINCT other.family)::INTEGER AS families
    FROM _price_change AS said
    INNER JOIN _price_change AS other
        ON other.provider = said.provider
        AND other.model_id = said.model_id
        AND other.tier = said.tier
        AND other.context_from_tokens IS NOT DISTINCT FROM said.context_from_tokens
        AND other.input_usd_per_mtok = said.input_usd_per_mtok
        AND other.output_usd_per_mtok = said.output_usd_per_mtok
        AND other.valid_from <= said.valid_from + $days
        AND greatest(other.valid_from, other.confirmed_at::DATE) >= said.valid_from - $days
    GROUP BY said.change_id
)
SELECT said.* EXCLUDE (change_id) REPLACE (greatest(said.n_sources, agreed.families) AS n_sources)
FROM _price_change AS said
LEFT JOIN agreed ON agreed.change_id = said.change_id
ANTI JOIN (FROM _price_doubt WHERE released_by IS NULL) AS refused ON refused.change_id = said.change_id
