-- The health of every source: the time of its last success, its age on the as-of date, and the number of its rows.
WITH counted AS (
    SELECT source, count(*) AS rows FROM core_model GROUP BY source
    UNION ALL SELECT source, count(*) FROM core_model_alias GROUP BY source
    UNION ALL SELECT source, count(*) FROM core_model_size GROUP BY source
    UNION ALL SELECT source, count(*) FROM core_context_window GROUP BY source
    UNION ALL SELECT source, count(*) FROM _price_seen GROUP BY source
    UNION ALL SELECT source, count(*) FROM core_price_confirmation GROUP BY source
    UNION ALL SELECT source, count(*) FROM core_score GROUP BY source
    UNION ALL SELECT source, count(*) FROM core_bar GROUP BY source
    UNION ALL SELECT source, count(*) FROM core_search_cost GROUP BY source
    UNION ALL SELECT source, count(*) FROM core_search_estimate GROUP BY source
    UNION ALL SELECT source, count(*) FROM core_energy_per_query GROUP BY source
    UNION ALL SELECT source, count(*) FROM core_workload GROUP BY source
    UNION ALL SELECT source, count(*) FROM core_published_rate GROUP BY source
    UNION ALL SELECT source, count(*) FROM core_study_price GROUP BY source
    UNION ALL SELECT source, count(*) FROM core_accelerator GROUP BY source
    UNION ALL SELECT source, count(*) FROM core_accelerator_alias GROUP BY source
    UNION ALL SELECT source, count(*) FROM core_hardware_result GROUP BY source
    UNION ALL SELECT source, count(*) FROM core_rental_price GROUP BY source
    UNION ALL SELECT source, count(*) FROM core_technique_gain GROUP BY source
    UNION ALL SELECT source, count(*) FROM core_software_gain GROUP BY source
),
refused AS (
    SELECT source, count(*) AS quarantined FROM out_quarantine GROUP BY source
)
SELECT
    capture.source,
    capture.kind,
    capture.url,
    capture.licence,
    capture.captured_at AS last_success_at,
    -- Not yet read on the as-of date: there is no age. (greatest() ignores a NULL and would give one.)
    CASE
        WHEN capture.captured_at::DATE <= $as_of
            THEN greatest(date_diff('hour', capture.captured_at, $as_of::TIMESTAMP), 0)
    END::DOUBLE AS age_hours,
    coalesce(counted.rows, 0) AS rows,
    coalesce(refused.quarantined, 0) AS quarantined,
    CASE WHEN capture.captured_at::DATE > $as_of THEN 'not yet known' ELSE 'bundled' END AS status,
    NULL::VARCHAR AS error,
    capture.capture_sha256
FROM raw_capture AS capture
LEFT JOIN counted ON counted.source = capture.source
LEFT JOIN refused ON refused.source = capture.source
ORDER BY capture.source
