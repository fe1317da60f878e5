-- Captured results that the bundled facts lack; a release that the facts lack is dated by its capture. A filed weight
-- format is taken for the format of the computation only where nobody files it without computing in it.
WITH dated AS (
    SELECT
        release,
        any_value(released_on) AS released_on,
        any_value(release_date_basis) AS release_date_basis
    FROM core_hardware_result
    GROUP BY release
)
SELECT
    captured.result_id,
    captured.release,
    coalesce(dated.released_on, captured.first_captured_at::DATE) AS released_on,
    coalesce(dated.release_date_basis, 'first_captured') AS release_date_basis,
    captured.division,
    captured.availability,
    captured.submitter,
    captured.system,
    captured.accelerator,
    captured.accelerator_id,
    captured.accelerators,
    captured.benchmark,
    captured.model_used,
    captured.scenario,
    CASE
        WHEN captured.release >= 'mlperf-inference-v4.1'
            AND captured.number_format_as_filed IN ('fp4', 'fp8', 'mxfp4', 'int4', 'int8')
            THEN captured.number_format_as_filed
    END AS number_format,
    captured.number_format_as_filed,
    captured.software,
    captured.metric_unit,
    captured.value,
    captured.value_per_accelerator,
    captured.tokens_per_s_per_accelerator,
    captured.tokens_basis,
    'complete' AS coverage,
    captured.duplicate_of,
    NULL AS note,
    captured.source,
    captured.source_url,
    captured.capture_sha256
FROM _captured_result AS captured
LEFT JOIN dated ON dated.release = captured.release
WHERE captured.reason IS NULL
    AND captured.result_id NOT IN (SELECT result_id FROM core_hardware_result)
