-- Every dated cost of a search as numbers, for simulation; with the parameters of one variant where the cost is an
-- estimate of energy.
SELECT
    cost.target,
    cost.kind,
    cost.usd_per_query::DOUBLE AS usd,
    cost.usd_per_query_low::DOUBLE AS low,
    cost.usd_per_query_high::DOUBLE AS high,
    cost.quality,
    cost.valid_from,
    cost.valid_to,
    CASE
        WHEN energy.subject IS NOT NULL
            THEN struct_pack(
                kwh := energy.watt_hours::DOUBLE / 1000,
                usd_per_kwh_low := estimate.usd_per_kwh_low::DOUBLE,
                usd_per_kwh_high := estimate.usd_per_kwh_high::DOUBLE,
                price_drift_per_year := estimate.price_drift_per_year,
                price_drift_sd := estimate.price_drift_sd,
                walk_per_root_year := estimate.walk_per_root_year,
                ratio := CASE
                    WHEN estimate.log10_ratio IS NOT NULL
                        THEN struct_pack(
                            mean := estimate.log10_ratio,
                            sd := estimate.log10_ratio_sd,
                            low := estimate.log10_ratio_min,
                            high := estimate.log10_ratio_max,
                            drift_per_year := estimate.ratio_drift_per_year,
                            drift_sd := estimate.ratio_drift_sd
                        )
                END
            )
    END AS estimate
FROM core_search_cost AS cost
LEFT JOIN core_search_estimate AS estimate ON estimate.target = cost.target AND estimate.variant = $variant
LEFT JOIN core_energy_per_query AS energy ON energy.subject = estimate.energy_subject
ORDER BY cost.target, cost.valid_from
