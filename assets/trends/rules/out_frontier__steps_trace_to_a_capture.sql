-- every step names a capture that is kept
-- severity: error
SELECT bar, workload, valid_from, capture_sha256 FROM out_frontier
WHERE capture_sha256 NOT IN (
    SELECT capture_sha256 FROM raw_capture UNION ALL SELECT capture_sha256 FROM raw_page_capture)
