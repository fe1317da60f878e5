-- The ids and names by which captures known by the as-of date name offers, each with the ids in the links beside it.
SELECT offer.provider, offer.model AS name, list(DISTINCT offer.linked_id) FILTER (offer.linked_id IS NOT NULL) AS ids
FROM _captured_offer AS offer
SEMI JOIN (
    SELECT source, capture_sha256
    FROM raw_page_capture
    WHERE counts AND captured_at::DATE <= $as_of
) AS capture
    ON capture.source = offer.source
    AND capture.capture_sha256 = offer.capture_sha256
GROUP BY offer.provider, offer.model
ORDER BY offer.provider, offer.model
