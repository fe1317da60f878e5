-- a target that is an estimate shows the median and the ends of the published figure
-- severity: error
SELECT cost.target, cost.usd_per_query_low, cost.usd_per_query, cost.usd_per_query_high
FROM core_search_estimate AS estimate
LEFT JOIN core_energy_per_query AS energy ON energy.subject = estimate.energy_subject
LEFT JOIN core_search_cost AS cost ON cost.target = estimate.target AND cost.valid_to IS NULL
WHERE estimate.variant = 'published-figure' AND NOT coalesce(
    abs(cost.usd_per_query_low / (energy.watt_hours / 1000 * estimate.usd_per_kwh_low) - 1) < 0.001
    AND abs(cost.usd_per_query_high / (energy.watt_hours / 1000 * estimate.usd_per_kwh_high) - 1) < 0.001
    AND abs(cost.usd_per_query::DOUBLE
            / sqrt(cost.usd_per_query_low::DOUBLE * cost.usd_per_query_high::DOUBLE) - 1) < 0.001, false)
