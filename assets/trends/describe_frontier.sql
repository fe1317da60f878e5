-- The frontier at the bar itself, each step with the price, the score and the capture it rests on.
SELECT
    step.bar,
    step.workload,
    step.valid_from,
    step.valid_to,
    step.usd_per_query,
    step.provider,
    step.model_id,
    step.provider_model_id,
    price.input_usd_per_mtok,
    price.cached_input_usd_per_mtok,
    price.output_usd_per_mtok,
    step.search_usd_per_query,
    step.runner_up_model_id,
    step.runner_up_provider,
    step.runner_up_usd_per_query,
    step.other_provider,
    step.other_provider_usd_per_query,
    member.score,
    member.threshold,
    member.vintage,
    step.valid_from < member.vintage AS pseudo_real_time,
    step.price_valid_from,
    price.n_sources,
    price.source,
    price.source_url,
    member.source_url AS score_source_url,
    price.capture_sha256
FROM _frontier AS step
INNER JOIN out_price_history AS price
    ON price.provider = step.provider
    AND price.model_id = step.model_id
    AND price.provider_model_id = step.provider_model_id
    AND price.tier = 'standard'
    AND price.valid_from = step.price_valid_from
INNER JOIN core_bar_member AS member
    ON member.bar = step.bar
    AND member.bound = step.bound
    AND member.model_id = step.model_id
WHERE step.bound = 'central'
ORDER BY step.bar, step.workload, step.valid_from
