-- Every change with the inputs of its check: the size of an open model, and how many independent families of sources
-- showed the same price of the same model at the same seller within $days days. An offer whose model is not known is
-- checked as the only offer of a model of its own.
SELECT
    claim.change_id,
    claim.provider,
    coalesce(claim.model_id, claim.provider || '/' || claim.provider_model_id) AS model_id,
    claim.provider_model_id,
    claim.tier,
    claim.context_from_tokens,
    claim.input_usd_per_mtok,
    claim.cached_input_usd_per_mtok,
    claim.output_usd_per_mtok,
    claim.valid_from,
    claim.trust,
    model.active_params_b,
    greatest(any_value(claim.n_sources), count(DISTINCT other.family))::INTEGER AS n_sources
FROM _price_change AS claim
LEFT JOIN core_model AS model ON model.model_id = claim.model_id
LEFT JOIN _price_change AS other
    ON other.provider = claim.provider
    AND other.model_id IS NOT DISTINCT FROM claim.model_id
    AND (claim.model_id IS NOT NULL OR other.provider_model_id = claim.provider_model_id)
    AND other.tier = claim.tier
    AND other.context_from_tokens IS NOT DISTINCT FROM claim.context_from_tokens
    AND other.input_usd_per_mtok = claim.input_usd_per_mtok
    AND other.output_usd_per_mtok = claim.output_usd_per_mtok
    AND other.valid_from <= claim.valid_from + $days
    AND greatest(other.valid_from, other.confirmed_at::DATE) >= claim.valid_from - $days
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
ORDER BY claim.change_id
