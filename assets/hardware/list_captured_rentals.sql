-- Every captured price of renting an accelerator, and the reason where it is not used; a price in two captures is one
-- row.
SELECT
    (seen.row->>'provider') AS provider,
    (seen.row->>'accelerator') AS accelerator,
    alias.accelerator_id,
    (seen.row->>'usd_per_gpu_hour')::DECIMAL(18, 6) AS usd_per_gpu_hour,
    (seen.row->>'term') AS term,
    (seen.row->>'observed_at')::TIMESTAMPTZ::TIMESTAMP AS observed_at,
    (seen.row->>'basis') AS basis,
    CASE
        WHEN (seen.row->>'observed_at') IS NULL THEN 'the list states no day: its price may be years old'
        WHEN alias.alias IS NULL THEN 'no exact alias: the name is not in core_accelerator_alias'
        WHEN (seen.row->>'usd_per_gpu_hour')::DOUBLE NOT BETWEEN 0.01 AND 100
            THEN 'a price of USD ' || (seen.row->>'usd_per_gpu_hour') || ' per hour is not that of one accelerator'
    END AS reason,
    seen.captured_at,
    seen.licence,
    seen.source,
    seen.source_url,
    seen.capture_sha256,
    seen.row
FROM _release_seen AS seen
LEFT JOIN core_accelerator_alias AS alias ON alias.alias = (seen.row->>'accelerator')
WHERE starts_with(seen.source, 'release/rental/')
    AND (seen.row->>'observed_at' IS NULL OR (seen.row->>'observed_at')::TIMESTAMPTZ::DATE <= $as_of)
QUALIFY row_number() OVER (PARTITION BY seen.source, seen.row ORDER BY seen.captured_at DESC) = 1
    AND ((seen.row->>'observed_at') IS NOT NULL OR seen.is_latest)
