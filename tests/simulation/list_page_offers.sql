-- The offers read from the capture that each page gave on a day, without prices of other days.
WITH capture AS (
    SELECT source, arg_max(capture_sha256, captured_at) AS capture_sha256
    FROM home.raw_page_capture
    WHERE captured_at::DATE = $day AND counts AND source LIKE 'page/%'
    GROUP BY source
)
SELECT capture.source, offer.model, offer.tier, offer.input_per_mtok, offer.output_per_mtok
FROM capture
INNER JOIN home.internal._captured_offer AS offer
    ON offer.source = capture.source
    AND offer.capture_sha256 = capture.capture_sha256
WHERE coalesce(offer.valid_from, $day) <= $day
  AND coalesce(offer.valid_to, $day + 1) > $day
  AND offer.context_from_tokens IS NULL
