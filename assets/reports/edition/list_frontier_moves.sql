-- Days on which an offer became the cheapest at a bar for a workload, the newest first: what it costs, what the
-- cheapest cost until then, and the price event that moved it where there is one of that day.
WITH step AS (
    SELECT
        bar,
        valid_from,
        provider,
        model_id,
        provider_model_id,
        usd_per_query,
        source_url,
        lag(usd_per_query) OVER (PARTITION BY bar ORDER BY valid_from) AS usd_before,
        lag(valid_to) OVER (PARTITION BY bar ORDER BY valid_from) AS ended_before
    FROM out_frontier
    WHERE workload = $workload
)
SELECT
    step.valid_from AS day,
    step.provider,
    step.model_id,
    step.source_url,
    coalesce(model.name, step.model_id) AS model,
    bar.label AS bar_label,
    step.bar,
    step.usd_per_query,
    step.usd_before,
    event.event
FROM step
INNER JOIN core_bar AS bar ON bar.bar = step.bar
LEFT JOIN core_model AS model ON model.model_id = step.model_id
LEFT JOIN (
    SELECT
        date,
        provider,
        provider_model_id,
        min(event) AS event
    FROM out_price_event
    WHERE tier = 'standard'
    GROUP BY ALL
) AS event
    ON event.date = step.valid_from
    AND event.provider = step.provider
    AND event.provider_model_id = step.provider_model_id
WHERE step.usd_before IS NOT NULL AND step.ended_before = step.valid_from AND step.usd_before <> step.usd_per_query
ORDER BY day DESC, bar.position, step.provider, step.model_id
