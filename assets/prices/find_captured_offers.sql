-- Offers read from captures that count, in US dollars at the rate of that day, each with the model that its name is
-- linked to on that day, if any. Where the curated facts have one id only for a model at a seller, another name for it
-- on a page is the same offer.
--
-- Most captures show what an earlier capture of the source showed. Links, ids and repeated offers are therefore found
-- once for each content of a source and era, and joined to the captures at the end.
WITH counted AS (
    SELECT source, url, captured_at, captured_at::DATE AS day, capture_sha256
    FROM raw_page_capture
    WHERE counts AND captured_at::DATE <= $as_of AND (source LIKE 'page/%' OR source LIKE 'feed/%')
    QUALIFY row_number() OVER (PARTITION BY source, captured_at::DATE ORDER BY captured_at DESC, capture_sha256) = 1
),
-- The days on which a link begins or ends, or the rates of a currency begin. From one to the next is an era: within it,
-- the same links hold and the same currencies have a rate.
era AS (
    SELECT valid_from AS first_day FROM core_model_link WHERE valid_from IS NOT NULL
    UNION SELECT valid_to FROM core_model_link WHERE valid_to IS NOT NULL
    UNION SELECT min(date) FROM core_exchange_rate GROUP BY currency
),
capture AS MATERIALIZED (
    SELECT counted.*, coalesce(era.first_day, '-infinity'::DATE) AS era
    FROM counted
    ASOF LEFT JOIN era ON era.first_day <= counted.day
    ANTI JOIN (FROM out_reading WHERE is_held) AS held
        ON held.source = counted.source
        AND held.captured_at = counted.captured_at
),
content AS (
    SELECT source, capture_sha256, era, min(day) AS day FROM capture GROUP BY source, capture_sha256, era
),
-- An open start or end is an infinite date: with `IS NULL OR`, DuckDB compares every offer with every link.
link AS (
    SELECT
        provider,
        provider_model_id,
        model_id,
        coalesce(valid_from, '-infinity'::DATE) AS valid_from,
        coalesce(valid_to, 'infinity'::DATE) AS valid_to
    FROM core_model_link
),
named AS MATERIALIZED (
    SELECT offer.*, content.era, content.day, link.model_id
    FROM _captured_offer AS offer
    INNER JOIN content
        ON content.source = offer.source
        AND content.capture_sha256 = offer.capture_sha256
    LEFT JOIN link
        ON link.provider = offer.provider
        AND link.provider_model_id = offer.model
        AND link.valid_from <= content.day
        AND link.valid_to > content.day
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
day_rate AS MATERIALIZED (
    SELECT foreign_currency.currency, capture_day.day, rate.usd
    FROM (SELECT DISTINCT currency FROM named WHERE currency <> 'USD') AS foreign_currency
    CROSS JOIN (SELECT DISTINCT day FROM capture) AS capture_day
    ASOF INNER JOIN core_exchange_rate AS rate
        ON rate.currency = foreign_currency.currency
        AND rate.date <= capture_day.day
),
distinct_offer AS (
    SELECT
        named.*,
        CASE WHEN only_name.model_id IS NULL THEN named.model ELSE coalesce(only_id.known_id, named.model) END
            AS provider_model_id
    FROM named
    LEFT JOIN only_id
        ON only_id.provider = named.provider
        AND only_id.model_id = named.model_id
    LEFT JOIN only_name
        ON only_name.source = named.source
        AND only_name.capture_sha256 = named.capture_sha256
        AND only_name.provider = named.provider
        AND only_name.model_id = named.model_id
    WHERE named.currency = 'USD' OR (named.currency, named.day) IN (SELECT (currency, day) FROM day_rate)
    QUALIFY row_number() OVER (
        PARTITION BY named.source, named.capture_sha256, named.era, named.provider, named.model_id, provider_model_id,
            named.tier, named.context_from_tokens, named.valid_from
        ORDER BY
            named.model, named.input_per_mtok, named.output_per_mtok, named.cached_input_per_mtok, named.currency,
            named.valid_to, named.quote
    ) = 1
),
valued AS (
    SELECT
        offer.*,
        capture.url,
        capture.captured_at,
        CASE WHEN offer.currency = 'USD' THEN 1 ELSE day_rate.usd END AS usd
    FROM distinct_offer AS offer
    INNER JOIN capture
        ON capture.source = offer.source
        AND capture.capture_sha256 = offer.capture_sha256
        AND capture.era = offer.era
    LEFT JOIN day_rate
        ON day_rate.currency = offer.currency
        AND day_rate.day = capture.day
)
SELECT
    source,
    family,
    trust,
    true AS is_listing,
    provider,
    model_id,
    provider_model_id,
    tier,
    context_from_tokens,
    round(input_per_mtok * usd, 9)::DECIMAL(18, 9) AS input_usd_per_mtok,
    round(cached_input_per_mtok * usd, 9)::DECIMAL(18, 9) AS cached_input_usd_per_mtok,
    round(output_per_mtok * usd, 9)::DECIMAL(18, 9) AS output_usd_per_mtok,
    currency,
    CASE WHEN currency <> 'USD' THEN input_per_mtok END AS native_input_per_mtok,
    CASE WHEN currency <> 'USD' THEN cached_input_per_mtok END AS native_cached_input_per_mtok,
    CASE WHEN currency <> 'USD' THEN output_per_mtok END AS native_output_per_mtok,
    valid_from AS stated_from,
    valid_to AS stated_to,
    captured_at AS observed_at,
    'observed' AS date_basis,
    1 AS n_sources,
    NULL AS note,
    quote,
    witness,
    url AS source_url,
    capture_sha256
FROM valued
