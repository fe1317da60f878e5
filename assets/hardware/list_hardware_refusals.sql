-- Rows of captured releases that the core tables lack, and the reason: names, counts, disagreements, chips of Epoch's
-- table.
SELECT source, captured_at, row, reason, capture_sha256
FROM _captured_result AS captured
WHERE reason IS NOT NULL
    AND (captured.reason LIKE 'the same result%' OR result_id NOT IN (SELECT result_id FROM core_hardware_result))
UNION ALL
SELECT
    captured.source,
    captured.captured_at,
    captured.row,
    'disagrees with the bundled result ' || known.result_id || ': ' || captured.value || ' ' || captured.metric_unit
    || ' on ' || coalesce(captured.accelerators::VARCHAR, '?') || ' of ' || coalesce(captured.accelerator_id, '?')
    || ' against ' || known.value || ' ' || known.metric_unit || ' on ' || known.accelerators || ' of '
    || known.accelerator_id,
    captured.capture_sha256
FROM _captured_result AS captured
INNER JOIN core_hardware_result AS known
    ON known.result_id = captured.result_id
    AND known.source = 'facts/hardware_results'
WHERE (captured.reason IS NULL OR captured.reason NOT LIKE 'the same result%')
    AND (
        abs(captured.value / known.value - 1) > $tolerance
        OR captured.metric_unit <> known.metric_unit
        OR captured.accelerators IS DISTINCT FROM known.accelerators
        OR captured.accelerator_id IS DISTINCT FROM known.accelerator_id
    )
UNION ALL
SELECT source, captured_at, row, reason, capture_sha256
FROM _captured_rental
WHERE reason IS NOT NULL
UNION ALL
SELECT
    seen.source,
    seen.captured_at,
    seen.row,
    'no exact alias: the name is not in core_accelerator_alias',
    seen.capture_sha256
FROM _release_seen AS seen
LEFT JOIN core_accelerator_alias AS alias ON alias.alias = (seen.row->>'accelerator')
WHERE seen.is_latest
    AND (starts_with(seen.source, 'release/trtllm/') OR starts_with(seen.source, 'release/inferencex/'))
    AND alias.alias IS NULL
UNION ALL
SELECT
    seen.source,
    seen.captured_at,
    seen.row,
    CASE WHEN known.accelerator_id IS NULL
        THEN 'a chip that core_accelerator does not hold under this exact name'
        ELSE 'differs from core_accelerator for ' || known.accelerator_id || ': memory '
            || coalesce(seen.row->>'memory_gb', '?') || ' against ' || coalesce(known.memory_gb::VARCHAR, '?')
            || ' GB, ' || coalesce(seen.row->>'tdp_w', '?') || ' against ' || coalesce(known.tdp_w::VARCHAR, '?') || ' W'
    END,
    seen.capture_sha256
FROM _release_seen AS seen
LEFT JOIN core_accelerator_alias AS alias ON alias.alias = (seen.row->>'accelerator')
LEFT JOIN core_accelerator AS known ON known.accelerator_id = alias.accelerator_id
WHERE seen.is_latest
    AND seen.source = 'release/epoch-hardware'
    AND (
        known.accelerator_id IS NULL
        OR abs((seen.row->>'memory_gb')::DOUBLE / known.memory_gb - 1) > 0.01
        OR abs((seen.row->>'tdp_w')::DOUBLE / known.tdp_w - 1) > 0.01
    )
UNION ALL
SELECT
    capture.source,
    max(capture.captured_at),
    to_json({url: capture.url, status: capture.status, bytes: capture.bytes})::VARCHAR,
    'capture does not count: ' || capture.doubt,
    capture.capture_sha256
FROM raw_page_capture AS capture
WHERE NOT capture.counts AND starts_with(capture.source, 'release/') AND capture.captured_at::DATE <= $as_of
GROUP BY ALL
UNION ALL
SELECT
    reading.source,
    max(capture.captured_at),
    to_json({url: arg_max(capture.url, capture.captured_at)})::VARCHAR,
    'reader refused: ' || reading.refused,
    arg_max(capture.capture_sha256, capture.captured_at)
FROM _release_reading AS reading
INNER JOIN raw_page_capture AS capture
    ON capture.source = reading.source
    AND capture.counts
    AND capture.captured_at::DATE <= $as_of
    AND (capture.capture_sha256 = reading.digest OR NOT EXISTS (
        SELECT 1 FROM raw_page_capture AS own
        WHERE own.source = reading.source AND own.capture_sha256 = reading.digest
    ))
WHERE reading.refused IS NOT NULL
GROUP BY reading.source, reading.digest, reading.refused
