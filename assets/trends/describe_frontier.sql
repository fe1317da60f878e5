-- The frontier at the bar itself, each step with its price, score and capture.
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
    step.context_tokens,
    step.last_confirmed_on,
    step.is_stale,
    step.runner_up_model_id,
    step.runner_up_provider,
    step.runner_up_usd_per_query,
    step.other_provider,
    step.other_provider_usd_per_query,
    CASE WHEN freer.usd_per_query < step.usd_per_query THEN freer.model_id END AS any_effort_model_id,
    CASE WHEN freer.usd_per_query < step.usd_per_query THEN freer.provider END AS any_effort_provider,
    CASE WHEN freer.usd_per_query < step.usd_per_query THEN freer.usd_per_query END AS any_effort_usd_per_query,
    member.score,
    member.score_effort,
    member.threshold,
    member.vintage,
    step.valid_from < member.vintage AS pseudo_real_time,
    step.price_valid_from,
    price.n_sources,
    price.p_correct,
    price.source,
    price.source_url,
    member.source_url AS score_source_url,
    price.capture_sha256
FROM _frontier AS step
INNER JOIN core_workload AS workload ON workload.workload = step.workload
INNER JOIN out_price_history AS price
    ON price.provider = step.provider
    AND price.model_id = step.model_id
    AND price.provider_model_id = step.provider_model_id
    AND price.tier = 'standard'
    AND price.valid_from = step.price_valid_from
INNER JOIN core_bar_member AS member
    ON member.bar = step.bar
    AND member.bound = step.bound
    AND member.answered_by = workload.answered_by
    AND member.model_id = step.model_id
-- The cheapest offer at the end of the step if scores of any effort counted.
LEFT JOIN _frontier AS freer
    ON freer.bar = step.bar
    AND freer.bound = 'any-effort'
    AND freer.workload = step.workload
    AND (freer.valid_from < step.valid_to OR step.valid_to IS NULL)
    AND (freer.valid_to IS NULL OR freer.valid_to >= step.valid_to)
WHERE step.bound = 'central'
ORDER BY step.bar, step.workload, step.valid_from
