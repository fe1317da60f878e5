-- The captures of a source, or of all sources, oldest first; on request without those that do not count.
SELECT *
FROM raw_page_capture
WHERE source = coalesce($source, source) AND (counts OR NOT $only_counting)
ORDER BY captured_at
