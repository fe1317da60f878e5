-- The moments at which one source reported a change of an offer, numbered in order: those of listings, found before
-- (_listed_change), those that a list of changes reports itself, and offers of the curated facts that a full list lacks.
WITH capture AS (
    SELECT
        *,
        max(capture_number) OVER (PARTITION BY source) AS last_number
    FROM (
        -- The captures of one source have consecutive numbers.
        SELECT source, observed_at, (row_number() OVER (ORDER BY source, observed_at))::INTEGER AS capture_number
        FROM (
            SELECT DISTINCT source, observed_at FROM _price_seen WHERE is_listing AND list_contains($full_lists, source)
        )
    )
),
-- A seller's own full list that never shows an offer of the curated facts, in $absences captures in a row after the
-- facts' last price of it: the seller had withdrawn it by the first of them.
full_list AS (
    SELECT price.provider, capture.*, any_value(price.family) AS family, any_value(price.trust) AS trust,
        any_value(price.source_url) AS source_url, any_value(price.capture_sha256) AS capture_sha256
    FROM _price_seen AS price
    INNER JOIN capture ON capture.source = price.source AND capture.observed_at = price.observed_at
    WHERE price.is_listing AND list_contains($full_lists, price.source) AND price.source = 'feed/' || price.provider
    GROUP BY ALL
),
curated AS (
    SELECT fact.*
    FROM _price_seen AS fact
    ANTI JOIN (
        FROM _price_seen WHERE is_listing AND list_contains($full_lists, source)
    ) AS listing
        ON listing.provider = fact.provider
        AND listing.provider_model_id = fact.provider_model_id
    WHERE NOT fact.is_listing AND fact.source = 'facts/price_changes'
    QUALIFY row_number() OVER (
        PARTITION BY fact.provider, fact.model_id, fact.provider_model_id, fact.tier, fact.context_from_tokens
        ORDER BY fact.stated_from DESC, fact.input_usd_per_mtok NULLS FIRST
    ) = 1
),
lacking AS (
    SELECT
        curated.* REPLACE (
            first_lack.source AS source, last_lack.family AS family, last_lack.trust AS trust,
            NULL AS input_usd_per_mtok, NULL AS cached_input_usd_per_mtok, NULL AS output_usd_per_mtok,
            third_lack.observed_at AS observed_at, 'observed' AS date_basis, 1 AS n_sources,
            'withdrawn: absent from the full list' AS note, NULL AS quote,
            third_lack.source_url AS source_url, third_lack.capture_sha256 AS capture_sha256),
        first_lack.observed_at::DATE AS valid_from,
        last_lack.observed_at AS confirmed_at,
        curated.observed_at::DATE AS last_seen_on
    FROM curated
    INNER JOIN full_list AS first_lack
        ON first_lack.provider = curated.provider
        AND first_lack.observed_at::DATE > curated.stated_from
    INNER JOIN full_list AS third_lack
        ON third_lack.source = first_lack.source
        AND third_lack.capture_number = first_lack.capture_number + $absences - 1
    INNER JOIN full_list AS last_lack
        ON last_lack.source = first_lack.source
        AND last_lack.capture_number = first_lack.last_number
    WHERE curated.input_usd_per_mtok IS NOT NULL
    QUALIFY row_number() OVER (
        PARTITION BY curated.provider, curated.model_id, curated.provider_model_id, curated.tier,
            curated.context_from_tokens
        ORDER BY first_lack.capture_number
    ) = 1
),
reported AS (
    SELECT
        * EXCLUDE (date_basis),
        coalesce(stated_from, observed_at::DATE) AS valid_from,
        greatest(observed_at, $compiled_on::TIMESTAMP) AS confirmed_at,
        observed_at::DATE AS last_seen_on,
        CASE WHEN date_basis = 'observed' AND list_contains($import_days, stated_from) THEN 'import' ELSE date_basis END
            AS date_basis
    FROM _price_seen
    WHERE NOT is_listing
),
change AS (
    SELECT * FROM reported
    UNION ALL BY NAME SELECT * FROM _listed_change
    UNION ALL BY NAME SELECT * FROM lacking
)
SELECT
    row_number() OVER (
        ORDER BY
            valid_from, tier <> 'standard', provider, model_id, provider_model_id, tier, context_from_tokens, trust, source,
            observed_at, input_usd_per_mtok, cached_input_usd_per_mtok, output_usd_per_mtok, note, quote
    ) AS change_id,
    source,
    family,
    trust,
    provider,
    model_id,
    provider_model_id,
    tier,
    context_from_tokens,
    input_usd_per_mtok,
    cached_input_usd_per_mtok,
    output_usd_per_mtok,
    currency,
    native_input_per_mtok,
    native_cached_input_per_mtok,
    native_output_per_mtok,
    valid_from,
    observed_at,
    confirmed_at,
    last_seen_on,
    date_basis,
    n_sources,
    note,
    quote,
    witness,
    source_url,
    capture_sha256
FROM change
