-- Each price that is held: where it would be the most times cheaper than the frontier, and how many frontiers it would move.
SELECT
    hold.provider,
    hold.provider_model_id,
    coalesce(any_value(model.name), hold.model_id) AS model,
    hold.price_valid_from,
    any_value(hold.source) AS source,
    arg_max(hold.usd_per_query, hold.times_cheaper) AS usd_per_query,
    arg_max(hold.frontier_usd_per_query, hold.times_cheaper) AS frontier_usd_per_query,
    max(hold.times_cheaper) AS times_cheaper,
    count(*) AS frontiers
FROM out_frontier_hold AS hold
LEFT JOIN core_model AS model ON model.model_id = hold.model_id
GROUP BY hold.provider, hold.provider_model_id, hold.model_id, hold.price_valid_from
ORDER BY hold.price_valid_from, hold.provider, hold.provider_model_id
