-- Every attempt to capture a live source, the earliest first.
SELECT
    source,
    url,
    attempted_at,
    outcome,
    reason
FROM raw_page_attempt
ORDER BY attempted_at, source, url
