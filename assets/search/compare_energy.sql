-- The energy of each answer and of a search, and the cost of that electricity at the price that the electricity target
-- assumes. The interval covers the price of electricity, and the range of the energy where its source gives one.
SELECT
    energy.subject,
    energy.watt_hours,
    search.watt_hours AS search_watt_hours,
    round(energy.watt_hours::DOUBLE / search.watt_hours::DOUBLE, 6) AS ratio,
    energy.watt_hours::DOUBLE / 1000
    * sqrt(estimate.usd_per_kwh_low::DOUBLE * estimate.usd_per_kwh_high::DOUBLE) AS electricity_usd_per_query,
    coalesce(energy.low, energy.watt_hours) / 1000 * estimate.usd_per_kwh_low AS electricity_usd_per_query_low,
    coalesce(energy.high, energy.watt_hours) / 1000 * estimate.usd_per_kwh_high AS electricity_usd_per_query_high,
    energy.published_on,
    energy.quality,
    energy.source_url
FROM core_energy_per_query AS energy
INNER JOIN core_search_estimate AS estimate ON estimate.target = $target AND estimate.variant = $variant
INNER JOIN core_energy_per_query AS search ON search.subject = estimate.energy_subject
ORDER BY energy.subject
