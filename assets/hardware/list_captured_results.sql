-- Every MLPerf result of the last captures, under the id that the bundled results use, and the reason where it is not
-- used.
WITH result AS (
    SELECT
        seen.*,
        (row->>'release') AS release,
        (row->>'division') AS division,
        (row->>'submitter') AS submitter,
        (row->>'system') AS system,
        (row->>'benchmark') AS benchmark,
        (row->>'scenario') AS scenario,
        (row->>'metric_unit') AS metric_unit,
        (row->>'source_path') AS source_path,
        (row->>'copy_of') AS copy_of,
        (row->>'accelerator') AS accelerator,
        (row->>'accelerators')::INTEGER AS accelerators,
        (row->>'value_per_accelerator')::DOUBLE AS value_per_accelerator,
        CASE WHEN (row->>'division') = 'open' AND (row->>'model_used') <> (row->>'benchmark') THEN (row->>'model_used') END
            AS model_used
    FROM _release_seen AS seen
    WHERE seen.is_latest AND starts_with(seen.source, 'release/mlperf/')
),
named AS (
    SELECT
        result.*,
        concat_ws(
            '|', replace(release, 'mlperf-inference-', ''), division, submitter, system, benchmark, scenario, model_used
        ) AS result_id
    FROM result
),
ranked AS (
    SELECT
        named.*,
        row_number() OVER (PARTITION BY result_id ORDER BY copy_of IS NOT NULL, source, source_url, row) AS filed
    FROM named
),
original AS (
    SELECT source, source_path, min(result_id) AS result_id
    FROM ranked
    WHERE copy_of IS NULL
    GROUP BY source, source_path
)
SELECT
    ranked.result_id,
    ranked.release,
    ranked.division,
    (ranked.row->>'availability') AS availability,
    ranked.submitter,
    ranked.system,
    ranked.accelerator,
    alias.accelerator_id,
    ranked.accelerators,
    ranked.benchmark,
    ranked.model_used,
    ranked.scenario,
    (ranked.row->>'number_format') AS number_format_as_filed,
    (ranked.row->>'software') AS software,
    ranked.metric_unit,
    (ranked.row->>'value')::DOUBLE AS value,
    ranked.value_per_accelerator,
    (ranked.row->>'tokens_per_s_per_accelerator')::DOUBLE AS tokens_per_s_per_accelerator,
    (ranked.row->>'tokens_basis') AS tokens_basis,
    nullif(original.result_id, ranked.result_id) AS duplicate_of,
    CASE
        WHEN ranked.filed > 1 THEN 'the same result again, in another suite'
        WHEN ranked.scenario NOT IN ('offline', 'server', 'interactive')
            THEN 'scenario ' || ranked.scenario || ': no throughput under load'
        WHEN NOT ends_with(ranked.metric_unit, '/s') THEN 'metric ' || ranked.metric_unit || ': no throughput'
        WHEN ranked.accelerator IS NULL THEN 'no accelerator'
        WHEN ranked.release IS NULL OR ranked.division IS NULL OR ranked.submitter IS NULL
            THEN 'release, division or submitter is stated nowhere'
        WHEN (ranked.row->>'availability') IS NULL THEN 'availability is not stated'
        WHEN ranked.accelerators IS NULL THEN 'the number of accelerators is not known'
        WHEN alias.alias IS NULL THEN 'no exact alias: the name is not in core_accelerator_alias'
        WHEN ranked.value_per_accelerator IS NULL THEN 'chips of several kinds: no figure per accelerator'
    END AS reason,
    ranked.captured_at,
    ranked.first_captured_at,
    ranked.source,
    ranked.source_url,
    ranked.capture_sha256,
    ranked.row
FROM ranked
LEFT JOIN core_accelerator_alias AS alias ON alias.alias = ranked.accelerator
LEFT JOIN original
    ON original.source = ranked.source
    AND original.source_path = ranked.copy_of
