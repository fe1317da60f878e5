-- One digest of the bundled facts that the tables were built from.
SELECT sha256(coalesce(string_agg(capture_sha256, ' ' ORDER BY source), '')) AS facts_sha256
FROM raw_capture
