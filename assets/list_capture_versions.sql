-- A version of every capture by asset key: of each bundled source the digest of its bytes, of all live sources together
-- a digest of their captures and of the outcomes of the last attempts.
SELECT
    'capture/' || source AS key,
    capture_sha256 AS version
FROM raw_capture
UNION ALL
SELECT
    'capture/pages',
    coalesce(md5(string_agg(change, ' ' ORDER BY change)), 'none')
FROM (
    SELECT source || captured_at || counts AS change FROM raw_page_capture
    UNION ALL
    SELECT source || arg_max(outcome || coalesce(reason, ''), attempted_at)
    FROM raw_page_attempt
    GROUP BY source
)
