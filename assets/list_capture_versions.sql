-- A version of every capture by asset key: of each bundled source the digest of its bytes, of all live sources together
-- a digest of their captures and of the outcomes of the last attempts. The tables that hold the captures have versions
-- as well.
WITH live AS (
    SELECT coalesce(md5(string_agg(change, ' ' ORDER BY change)), 'none') AS version
    FROM (
        SELECT source || captured_at || counts AS change FROM raw_page_capture
        UNION ALL
        SELECT source || arg_max(outcome || coalesce(reason, ''), attempted_at)
        FROM raw_page_attempt
        GROUP BY source
    )
)

SELECT
    'capture/' || source AS key,
    capture_sha256 AS version
FROM raw_capture
UNION ALL
SELECT
    'raw_capture',
    coalesce(md5(string_agg(capture_sha256, ' ' ORDER BY source)), 'none')
FROM raw_capture
UNION ALL
SELECT
    unnest(['capture/pages', 'raw_page_capture', 'raw_page_attempt']),
    version
FROM live
