-- Rows read from captures up to the as-of date; is_latest marks those of the last content of their source.
WITH seen AS (
    SELECT
        source,
        capture_sha256,
        min(captured_at) AS first_captured_at,
        max(captured_at) AS captured_at
    FROM raw_page_capture
    WHERE counts AND captured_at::DATE <= $as_of AND starts_with(source, 'release/')
    GROUP BY source, capture_sha256
),
dated AS (
    SELECT
        release.*,
        seen.first_captured_at,
        seen.captured_at
    FROM _release_row AS release
    INNER JOIN seen
        ON seen.source = release.source
        AND seen.capture_sha256 = release.capture_sha256
),
latest AS (
    SELECT source, arg_max(digest, captured_at) AS digest FROM dated GROUP BY source
)
SELECT
    dated.source,
    dated.digest = latest.digest AS is_latest,
    dated.first_captured_at,
    dated.captured_at,
    coalesce(known.licence, 'not known any more') AS licence,
    dated.capture_sha256,
    dated.source_url,
    dated.row
FROM dated
INNER JOIN latest ON latest.source = dated.source
LEFT JOIN _release_source AS known ON known.source = dated.source
