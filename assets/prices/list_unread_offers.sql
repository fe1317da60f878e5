-- Rows of captures that the core tables lack: prices without an exchange rate, captures that do not count, readings
-- refused.
WITH last_capture AS (
    SELECT *
    FROM raw_page_capture
    WHERE captured_at::DATE <= $as_of AND (source LIKE 'page/%' OR source LIKE 'feed/%')
    QUALIFY row_number() OVER (PARTITION BY source, capture_sha256 ORDER BY captured_at DESC) = 1
)
SELECT
    offer.source,
    capture.captured_at,
    to_json({
        provider: offer.provider,
        model: offer.model,
        tier: offer.tier,
        input_per_mtok: offer.input_per_mtok::VARCHAR,
        output_per_mtok: offer.output_per_mtok::VARCHAR,
        currency: offer.currency,
        quote: offer.quote
    })::VARCHAR AS row,
    'no exchange rate for ' || offer.currency || ' on that day' AS reason,
    NULL::VARCHAR AS released_by,
    offer.capture_sha256
FROM _captured_offer AS offer
INNER JOIN last_capture AS capture
    ON capture.source = offer.source
    AND capture.capture_sha256 = offer.capture_sha256
LEFT JOIN (SELECT currency, min(date) AS first_day FROM core_exchange_rate GROUP BY currency) AS rate
    ON rate.currency = offer.currency
WHERE offer.currency <> 'USD' AND (rate.first_day IS NULL OR rate.first_day > capture.captured_at::DATE)
UNION ALL
SELECT
    capture.source,
    capture.captured_at,
    to_json({url: capture.url, status: capture.status, bytes: capture.bytes})::VARCHAR,
    'capture does not count: ' || capture.doubt,
    NULL,
    capture.capture_sha256
FROM last_capture AS capture
WHERE NOT capture.counts
UNION ALL
SELECT
    capture.source,
    capture.captured_at,
    to_json({url: capture.url, bytes: capture.bytes})::VARCHAR,
    'reader refused: ' || reading.refused,
    NULL,
    capture.capture_sha256
FROM _capture_reading AS reading
INNER JOIN last_capture AS capture
    ON capture.source = reading.source
    AND capture.capture_sha256 = reading.capture_sha256
WHERE reading.refused IS NOT NULL
