-- The results that gains are computed from: closed division, available systems, no repetition, one kind of chip, no
-- outlier.
SELECT
    result_id,
    release,
    released_on,
    accelerator_id,
    benchmark,
    scenario,
    submitter,
    number_format,
    CASE WHEN tokens_per_s_per_accelerator IS NULL THEN metric_unit ELSE 'tokens/s' END AS metric_unit,
    coalesce(tokens_per_s_per_accelerator, value_per_accelerator) AS value_per_accelerator,
    coverage
FROM core_hardware_result
WHERE
    division = 'closed'
    AND availability IN ('available', 'on-premise')
    AND duplicate_of IS NULL
    AND accelerator_id != 'mixed'
    AND result_id NOT IN (SELECT result_id FROM out_hardware_result_doubt WHERE action = 'left_out')
ORDER BY result_id
