-- The days of which there are captures, from $first on.
SELECT
    strftime(captured_at, '%Y-%m-%d') AS day,
    count(*) AS captures,
    count(DISTINCT source) AS sources,
    count(*) FILTER (WHERE NOT counts) AS not_counted
FROM raw_page_capture
WHERE captured_at::DATE >= $first
GROUP BY day
ORDER BY day
