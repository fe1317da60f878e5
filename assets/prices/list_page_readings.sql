-- The readings of price pages in the order of their captures: of each source the last capture of a day that counts. `sales`
-- is a digest of the models, tiers and last days that a reading offers: most readings of a page have the same.
WITH content AS (
    -- A sum does not depend on the order of the rows, and needs no memory for their text.
    SELECT source, capture_sha256, sum(hash(provider, model, tier, valid_to)::HUGEINT)::VARCHAR AS sales
    FROM _captured_offer
    WHERE starts_with(source, $page)
    GROUP BY source, capture_sha256
)
SELECT capture.*, reading.offers, reading.price_cells_seen, reading.price_cells_used, content.sales
FROM raw_page_capture AS capture
INNER JOIN _capture_reading AS reading
    ON reading.source = capture.source
    AND reading.capture_sha256 = capture.capture_sha256
LEFT JOIN content
    ON content.source = capture.source
    AND content.capture_sha256 = capture.capture_sha256
WHERE capture.counts
  AND capture.captured_at::DATE <= $as_of
  AND starts_with(capture.source, $page)
  AND reading.refused IS NULL
QUALIFY row_number() OVER (
    PARTITION BY capture.source, capture.captured_at::DATE ORDER BY capture.captured_at DESC, capture.capture_sha256
) = 1
ORDER BY capture.source, capture.captured_at
