-- Captures of one listing of a repository that count, oldest first.
SELECT *
FROM raw_page_capture
WHERE source = $source AND url = $url AND counts
ORDER BY captured_at
