-- Which of the given attempts are stored, by source, URL and time.
SELECT attempt.source, attempt.url, attempt.attempted_at
FROM raw_page_attempt AS attempt
SEMI JOIN (
    SELECT
        unnest($sources::VARCHAR[]) AS source,
        unnest($urls::VARCHAR[]) AS url,
        unnest($times::TIMESTAMP[]) AS attempted_at
) AS given
    ON given.source = attempt.source AND given.url = attempt.url AND given.attempted_at = attempt.attempted_at
