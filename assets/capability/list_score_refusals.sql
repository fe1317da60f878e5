-- What was captured of scores and is not used, and why: names without an alias in the newest snapshot of each benchmark,
-- rescaled benchmarks, what the reader left out of the newest table, tables that were refused, captures that do not count.
SELECT
    source,
    captured_at,
    to_json({benchmark: benchmark, name: name, score: score, vintage: vintage})::VARCHAR AS row,
    reason,
    capture_sha256
FROM _captured_score
WHERE reason IS NOT NULL
QUALIFY vintage = max(vintage) OVER (PARTITION BY source, benchmark, scale)
UNION ALL
SELECT
    source,
    captured_at,
    to_json({benchmark: benchmark, scale: scale, vintage: vintage, models: n_models, shift: shift})::VARCHAR,
    'the benchmark was rescaled: the scores of ' || n_models || ' models lie ' || shift || ' from those of '
    || bundled_vintage || ' (median): review the snapshot, then add it to facts/scores.csv, on a scale of its own if '
    || 'old and new scores do not compare',
    capture_sha256
FROM _score_shift
WHERE abs(shift) > largest_shift
UNION ALL
SELECT
    reading.source,
    capture.captured_at,
    to_json({url: capture.url})::VARCHAR,
    coalesce('reader refused: ' || reading.refused, 'reader left out: ' || reading.first_problems),
    reading.capture_sha256
FROM _score_reading AS reading
INNER JOIN (
    SELECT source, capture_sha256, max(captured_at) AS captured_at, any_value(url) AS url
    FROM raw_page_capture
    WHERE counts AND captured_at::DATE <= $as_of AND starts_with(source, 'score/')
    GROUP BY source, capture_sha256
    QUALIFY row_number() OVER (PARTITION BY source ORDER BY max(captured_at) DESC) = 1
) AS capture
    ON capture.source = reading.source
    AND capture.capture_sha256 = reading.capture_sha256
WHERE reading.refused IS NOT NULL OR reading.problems > 0
UNION ALL
SELECT
    source,
    max(captured_at),
    to_json({url: url, status: status, bytes: bytes})::VARCHAR,
    'capture does not count: ' || doubt,
    capture_sha256
FROM raw_page_capture
WHERE NOT counts AND starts_with(source, 'score/') AND captured_at::DATE <= $as_of
GROUP BY source, url, status, bytes, doubt, capture_sha256
