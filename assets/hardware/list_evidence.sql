-- The results that gains are computed from, under the names that the computation uses.
SELECT
    release,
    released_on,
    accelerator_id AS accelerator,
    benchmark,
    scenario,
    submitter,
    number_format,
    metric_unit,
    value_per_accelerator AS speed,
    coverage
FROM _hardware_evidence
ORDER BY result_id
