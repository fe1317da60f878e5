-- Every change with the inputs of its check: the size of an open model, and how many independent families of sources
-- showed the same price of the same model at the same seller within $days days.
SELECT
    said.change_id,
    said.provider,
    said.model_id,
    said.provider_model_id,
    said.tier,
    said.context_from_tokens,
    said.input_usd_per_mtok,
    said.cached_input_usd_per_mtok,
    said.output_usd_per_mtok,
    said.valid_from,
    said.trust,
    model.active_params_b,
    greatest(any_value(said.n_sources), count(DISTINCT other.family))::INTEGER AS n_sources
FROM _price_change AS said
INNER JOIN core_model AS model ON model.model_id = said.model_id
LEFT JOIN _price_change AS other
    ON other.provider = said.provider
    AND other.model_id = said.model_id
    AND other.tier = said.tier
    AND other.context_from_tokens IS NOT DISTINCT FROM said.context_from_tokens
    AND other.input_usd_per_mtok = said.input_usd_per_mtok
    AND other.output_usd_per_mtok = said.output_usd_per_mtok
    AND other.valid_from <= said.valid_from + $days
    AND greatest(other.valid_from, other.confirmed_at::DATE) >= said.valid_from - $days
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
ORDER BY said.change_id
