-- The newest reading of each price page, when its reader was last audited on that page, and whether this version of the
-- reader was audited on these bytes; no price lists in JSON. Of two pages that are due, the one that waits longer comes first.
WITH newest AS (
    SELECT *
    FROM raw_page_capture
    WHERE counts AND captured_at::DATE <= $as_of AND starts_with(source, $page)
    QUALIFY row_number() OVER (PARTITION BY source ORDER BY captured_at DESC, capture_sha256) = 1
)
SELECT newest.*, reading.reader_version
FROM newest
INNER JOIN _capture_reading AS reading
    ON reading.source = newest.source
    AND reading.capture_sha256 = newest.capture_sha256
ANTI JOIN out_reader_audit AS same
    ON same.source = newest.source
    AND same.capture_sha256 = newest.capture_sha256
    AND same.reader_version = reading.reader_version
LEFT JOIN (SELECT source, max(audited_at) AS audited_at FROM out_reader_audit GROUP BY source) AS before
    ON before.source = newest.source
WHERE reading.refused IS NULL
  AND reading.price_cells_used > 0
  AND NOT contains(coalesce(newest.content_type, ''), 'json')
ORDER BY before.audited_at NULLS FIRST, newest.source
