-- Offers read from captures that count, in US dollars at the rate of that day, each with the model that its name is
-- linked to on that day, if any. Where the curated facts have one id only for a model at a seller, another name for it
-- on a page is the same offer.
WITH capture AS (
    SELECT source, url, captured_at, capture_sha256
    FROM raw_page_capture
    WHERE counts AND captured_at::DATE <= $as_of AND (source LIKE 'page/%' OR source LIKE 'feed/%')
    QUALIFY row_number() OVER (PARTITION BY source, captured_at::DATE ORDER BY captured_at DESC, capture_sha256) = 1
),
named AS (
    SELECT offer.*, capture.url, capture.captured_at, link.model_id
    FROM _captured_offer AS offer
    INNER JOIN capture
        ON capture.source = offer.source
        AND capture.capture_sha256 = offer.capture_sha256
    LEFT JOIN core_model_link AS link
        ON link.provider = offer.provider
        AND link.provider_model_id = offer.model
        AND (link.valid_from IS NULL OR link.valid_from <= capture.captured_at::DATE)
        AND (link.valid_to IS NULL OR link.valid_to > capture.captured_at::DATE)
    ANTI JOIN (FROM out_reading WHERE is_held) AS held
        ON held.source = capture.source
        AND held.captured_at = capture.captured_at
),
only_id AS (
    SELECT provider, model_id, min(provider_model_id) AS known_id
    FROM _price_seen
    WHERE source = 'facts/price_changes'
    GROUP BY provider, model_id
    HAVING count(DISTINCT provider_model_id) = 1
),
only_name AS (
    SELECT source, capture_sha256, provider, model_id
    FROM named
    GROUP BY source, capture_sha256, provider, model_id
    HAVING count(DISTINCT model) = 1
),
valued AS (
    SELECT
        named.*,
        CASE WHEN named.currency = 'USD' THEN 1 ELSE rate.usd END AS usd
    FROM named
    ASOF LEFT JOIN core_exchange_rate AS rate
        ON rate.currency = named.currency
        AND rate.date <= named.captured_at::DATE
)
SELECT
    valued.source,
    valued.family,
    valued.trust,
    true AS is_listing,
    valued.provider,
    valued.model_id,
    CASE WHEN only_name.model_id IS NULL THEN valued.model ELSE coalesce(only_id.known_id, valued.model) END
        AS provider_model_id,
    valued.tier,
    valued.context_from_tokens,
    round(valued.input_per_mtok * valued.usd, 9)::DECIMAL(18, 9) AS input_usd_per_mtok,
    round(valued.cached_input_per_mtok * valued.usd, 9)::DECIMAL(18, 9) AS cached_input_usd_per_mtok,
    round(valued.output_per_mtok * valued.usd, 9)::DECIMAL(18, 9) AS output_usd_per_mtok,
    valued.currency,
    CASE WHEN valued.currency <> 'USD' THEN valued.input_per_mtok END AS native_input_per_mtok,
    CASE WHEN valued.currency <> 'USD' THEN valued.cached_input_per_mtok END AS native_cached_input_per_mtok,
    CASE WHEN valued.currency <> 'USD' THEN valued.output_per_mtok END AS native_output_per_mtok,
    valued.valid_from AS stated_from,
    valued.valid_to AS stated_to,
    valued.captured_at AS observed_at,
    'observed' AS date_basis,
    1 AS n_sources,
    NULL AS note,
    valued.quote,
    valued.witness,
    valued.url AS source_url,
    valued.capture_sha256
FROM valued
LEFT JOIN only_id
    ON only_id.provider = valued.provider
    AND only_id.model_id = valued.model_id
LEFT JOIN only_name
    ON only_name.source = valued.source
    AND only_name.capture_sha256 = valued.capture_sha256
    AND only_name.provider = valued.provider
    AND only_name.model_id = valued.model_id
WHERE valued.usd IS NOT NULL
QUALIFY row_number() OVER (
    PARTITION BY valued.source, valued.captured_at, valued.provider, valued.model_id, provider_model_id, valued.tier,
        valued.context_from_tokens, valued.valid_from
    ORDER BY
        valued.model, valued.input_per_mtok, valued.output_per_mtok, valued.cached_input_per_mtok, valued.currency,
        valued.valid_to, valued.quote
) = 1
