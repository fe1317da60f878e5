-- A version of everything captured, by asset key: bundled facts by their bytes, all live sources together by what was
-- captured of them and by the outcome of the last attempt.
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
