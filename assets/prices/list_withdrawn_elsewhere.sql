-- Where another list stopped showing a seller's model, which its later captures all lack: the list, and the first of them.
WITH capture AS (
    SELECT
        source, capture_sha256, captured_at::DATE AS day,
        row_number() OVER (PARTITION BY source ORDER BY captured_at::DATE) AS number,
        count(*) OVER (PARTITION BY source) AS captures
    FROM raw_page_capture
    WHERE counts
      AND captured_at::DATE <= $as_of
      AND (source, capture_sha256) IN (SELECT (source, capture_sha256) FROM _capture_reading WHERE refused IS NULL)
    QUALIFY row_number() OVER (PARTITION BY source, captured_at::DATE ORDER BY captured_at DESC, capture_sha256) = 1
),
listed AS (
    SELECT capture.source, offer.provider, link.model_id, max(capture.number) AS number, any_value(capture.captures) AS captures
    FROM capture
    INNER JOIN _captured_offer AS offer
        ON offer.source = capture.source
        AND offer.capture_sha256 = capture.capture_sha256
    INNER JOIN core_model_link AS link
        ON link.provider = offer.provider
        AND link.provider_model_id = offer.model
        AND link.model_id IS NOT NULL
        AND link.valid_to IS NULL
    GROUP BY capture.source, offer.provider, link.model_id
)
SELECT listed.source, listed.provider, listed.model_id, later.day
FROM listed
INNER JOIN capture AS later ON later.source = listed.source AND later.number = listed.number + 1
WHERE listed.number < listed.captures
ORDER BY ALL
