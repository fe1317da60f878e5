-- The health of every source that can be captured: its last good capture, what was read from it, what went wrong since.
WITH good AS (
    SELECT source, max(captured_at) AS captured_at, arg_max(capture_sha256, captured_at) AS capture_sha256
    FROM raw_page_capture
    WHERE counts AND captured_at::DATE <= $as_of
    GROUP BY source
),
attempt AS (
    SELECT source, arg_max(outcome, attempted_at) AS outcome, arg_max(reason, attempted_at) AS reason
    FROM raw_page_attempt
    WHERE attempted_at::DATE <= $as_of
    GROUP BY source
),
refused AS (
    SELECT source, count(*) AS quarantined FROM out_quarantine GROUP BY source
),
judged AS (
    SELECT
        live.source,
        live.kind,
        live.url,
        live.licence,
        live.verified,
        good.captured_at AS last_success_at,
        greatest(date_diff('hour', good.captured_at, ($as_of + 1)::TIMESTAMP), 0)::DOUBLE AS age_hours,
        coalesce(reading.offers, 0)::BIGINT AS rows,
        coalesce(refused.quarantined, 0) AS quarantined,
        CASE
            WHEN attempt.outcome IN ('failed', 'doubted') THEN attempt.outcome
            WHEN reading.refused IS NOT NULL THEN 'refused'
            WHEN good.captured_at IS NULL THEN 'never captured'
            WHEN good.captured_at < $as_of::TIMESTAMP - INTERVAL 2 DAY THEN 'stale'
            ELSE 'ok'
        END AS state,
        CASE WHEN attempt.outcome IN ('failed', 'doubted') THEN attempt.reason ELSE reading.refused END AS error,
        good.capture_sha256
    FROM _live_source AS live
    LEFT JOIN good ON good.source = live.source
    LEFT JOIN attempt ON attempt.source = live.source
    LEFT JOIN _capture_reading AS reading
        ON reading.source = live.source
        AND reading.capture_sha256 = good.capture_sha256
    LEFT JOIN refused ON refused.source = live.source
)
SELECT * EXCLUDE (state, verified), CASE WHEN verified THEN state ELSE state || ', unverified' END AS status
FROM judged
ORDER BY source
