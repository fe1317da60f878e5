-- Every result more than three times above or below the median of its chip, benchmark and scenario, and the outcome of
-- its review. The median is over closed, available results of all releases, repetitions included: a copied value is
-- valid there too.
WITH measured AS (
    SELECT
        *,
        coalesce(tokens_per_s_per_accelerator, value_per_accelerator) AS speed,
        CASE WHEN tokens_per_s_per_accelerator IS NULL THEN metric_unit ELSE 'tokens/s' END AS unit
    FROM core_hardware_result
),
reference AS (
    SELECT accelerator_id, benchmark, scenario, unit, median(speed) AS typical
    FROM measured
    WHERE division = 'closed' AND availability IN ('available', 'on-premise')
    GROUP BY ALL
)
SELECT
    result_id,
    release,
    accelerator_id,
    benchmark,
    scenario,
    division,
    submitter,
    unit AS metric_unit,
    speed AS value_per_accelerator,
    typical AS reference_per_accelerator,
    speed / typical AS ratio,
    coalesce(action, 'left_out') AS action,
    reason
FROM measured
INNER JOIN reference USING (accelerator_id, benchmark, scenario, unit)
LEFT JOIN core_hardware_outlier USING (result_id)
WHERE duplicate_of IS NULL AND (speed > 3 * typical OR speed * 3 < typical)
ORDER BY result_id
