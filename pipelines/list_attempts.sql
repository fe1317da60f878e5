-- Every attempt to capture a live source since a run started.
SELECT
    source,
    url,
    attempted_at,
    outcome,
    reason
FROM raw_page_attempt
WHERE attempted_at >= $started
ORDER BY source
