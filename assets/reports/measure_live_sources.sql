-- The health of every source that can be captured: its last good capture, the rows read from it, and failures since. A
-- release that is captured once does not become stale.
WITH live AS (
    SELECT source, url, kind, licence, verified, 'daily' AS look FROM _live_source
    UNION ALL
    SELECT source, url, kind, licence, verified, look FROM _score_source
    UNION ALL
    SELECT source, url, kind, licence, verified, look FROM _release_source
),
good AS (
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
reading AS (
    SELECT source, capture_sha256, offers AS rows, refused FROM _capture_reading
    UNION ALL
    SELECT source, capture_sha256, rows, refused FROM _score_reading
    UNION ALL
    SELECT source, capture_sha256, rows, refused FROM _rate_reading
    UNION ALL
    SELECT good.source, good.capture_sha256, sum(read.rows), max(read.refused)
    FROM good
    INNER JOIN _release_reading AS read
        ON read.source = good.source
        AND (read.digest = good.capture_sha256 OR (good.source LIKE 'release/mlperf/%' AND NOT EXISTS (
            SELECT 1 FROM _release_reading AS own
            WHERE own.source = good.source AND own.digest = good.capture_sha256
        )))
    GROUP BY good.source, good.capture_sha256
),
refused AS (
    SELECT source, count(*) AS quarantined FROM out_quarantine GROUP BY source
),
-- What a person should look at: a reading that is held back, offers that a page names and its reader has lost, a reader
-- that misreads damaged copies of its page.
held AS (
    SELECT source, reason
    FROM out_reading
    QUALIFY row_number() OVER (PARTITION BY source ORDER BY captured_at DESC) = 1 AND is_held
),
lost AS (
    SELECT
        source,
        concat(
            count(*), ' offers are gone that the page still names: ', min(model),
            CASE WHEN count(DISTINCT model) > 1 THEN ' and others' ELSE '' END
        ) AS reason
    FROM _lost_offer
    WHERE is_named
    GROUP BY source
),
audited AS (
    SELECT source, concat('its reader misreads damaged copies of the page: ', coalesce(worst, 'offers missed')) AS reason
    FROM out_reader_audit
    QUALIFY row_number() OVER (PARTITION BY source ORDER BY audited_at DESC, capture_sha256) = 1 AND is_below_floor
),
review AS (
    SELECT source, string_agg(reason, '; ' ORDER BY rank) AS reason
    FROM (
        SELECT source, reason, 1 AS rank FROM held
        UNION ALL SELECT source, reason, 2 FROM lost
        UNION ALL SELECT source, reason, 3 FROM audited
    )
    GROUP BY source
),
health AS (
    SELECT
        live.source,
        live.kind,
        live.url,
        live.licence,
        live.verified,
        good.captured_at AS last_success_at,
        -- Never captured: there is no age. (greatest() ignores a NULL and would give 0.)
        CASE
            WHEN good.captured_at IS NOT NULL
                THEN greatest(date_diff('hour', good.captured_at, ($as_of + 1)::TIMESTAMP), 0)
        END::DOUBLE AS age_hours,
        coalesce(reading.rows, 0)::BIGINT AS rows,
        coalesce(refused.quarantined, 0) AS quarantined,
        CASE
            WHEN attempt.outcome IN ('failed', 'doubted') THEN attempt.outcome
            WHEN reading.refused IS NOT NULL THEN 'refused'
            WHEN good.captured_at IS NULL THEN 'never captured'
            WHEN review.reason IS NOT NULL THEN 'needs review'
            WHEN live.look = 'daily' AND good.captured_at < $as_of::TIMESTAMP - INTERVAL 2 DAY THEN 'stale'
            ELSE 'ok'
        END AS state,
        CASE
            WHEN attempt.outcome IN ('failed', 'doubted') THEN attempt.reason
            ELSE coalesce(reading.refused, review.reason)
        END AS error,
        good.capture_sha256
    FROM live
    LEFT JOIN good ON good.source = live.source
    LEFT JOIN attempt ON attempt.source = live.source
    LEFT JOIN reading
        ON reading.source = live.source
        AND reading.capture_sha256 = good.capture_sha256
    LEFT JOIN refused ON refused.source = live.source
    LEFT JOIN review ON review.source = live.source
)
SELECT * EXCLUDE (state, verified), CASE WHEN verified THEN state ELSE state || ', unverified' END AS status
FROM health
ORDER BY source
