-- The capture of a source with these bytes that a row came from: the last one up to when the row was observed, if that is
-- known, else the last of all.
SELECT *
FROM raw_page_capture
WHERE source = $source AND capture_sha256 = $capture_sha256
ORDER BY captured_at <= coalesce($observed_at, captured_at) DESC, captured_at DESC
LIMIT 1
