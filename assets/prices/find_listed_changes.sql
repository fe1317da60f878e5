-- The moments at which the listings of $sources showed a change of an offer. A listing shows all offers at every capture:
-- the same price again is no change, and an offer absent from $absences captures in a row was withdrawn at the first of
-- them. No row depends on another source.
--
-- Observations are many and changes are few: only row ids, numbers and prices pass through the joins and the window over
-- all observations, and the other columns are joined to the changes afterwards.
WITH capture AS MATERIALIZED (
    SELECT
        *,
        min(capture_number) OVER (PARTITION BY source) AS first_number,
        max(capture_number) OVER (PARTITION BY source) AS last_number,
        lead(observed_at) OVER (PARTITION BY source ORDER BY observed_at) AS next_observed_at
    FROM (
        -- The captures of one source have consecutive numbers.
        SELECT source, observed_at, (row_number() OVER (ORDER BY source, observed_at))::INTEGER AS capture_number
        FROM (SELECT DISTINCT source, observed_at FROM _price_seen WHERE is_listing AND list_contains($sources, source))
    )
),
-- One number in place of six names: windows over it take a fraction of the time.
offer AS MATERIALIZED (
    SELECT *, (row_number() OVER ())::INTEGER AS offer_number
    FROM (
        SELECT DISTINCT source, provider, model_id, provider_model_id, tier, context_from_tokens
        FROM _price_seen
        WHERE is_listing AND list_contains($sources, source)
    )
),
seen AS NOT MATERIALIZED (
    SELECT
        price.rowid AS row_id,
        offer.offer_number,
        capture.capture_number,
        capture.next_observed_at,
        price.stated_from,
        coalesce(price.stated_from > price.observed_at::DATE, false) AS is_announced_ahead,
        price.stated_to IS NOT NULL AND capture.capture_number = capture.last_number AS is_ending,
        price.currency = 'USD' AS is_in_usd,
        price.input_usd_per_mtok,
        price.cached_input_usd_per_mtok,
        price.output_usd_per_mtok,
        price.native_input_per_mtok,
        price.native_cached_input_per_mtok,
        price.native_output_per_mtok
    FROM _price_seen AS price
    INNER JOIN capture ON capture.source = price.source AND capture.observed_at = price.observed_at
    INNER JOIN offer
        ON offer.source = price.source
        AND offer.provider = price.provider
        AND offer.model_id IS NOT DISTINCT FROM price.model_id
        AND offer.provider_model_id = price.provider_model_id
        AND offer.tier = price.tier
        AND offer.context_from_tokens IS NOT DISTINCT FROM price.context_from_tokens
    WHERE price.is_listing AND list_contains($sources, price.source)
),
-- The price that a listing shows for today. Of several in one capture, the last is the one that started last. A price in
-- another currency moves with the exchange rate without having changed: the price as written is compared.
present AS (
    SELECT
        row_id,
        offer_number,
        capture_number,
        stated_from,
        is_ending,
        lag(capture_number) OVER offer_captures AS number_before,
        lead(capture_number) OVER offer_captures AS number_after,
        CASE
            WHEN is_in_usd THEN
                lag(input_usd_per_mtok) OVER offer_captures IS DISTINCT FROM input_usd_per_mtok
                OR lag(cached_input_usd_per_mtok) OVER offer_captures IS DISTINCT FROM cached_input_usd_per_mtok
                OR lag(output_usd_per_mtok) OVER offer_captures IS DISTINCT FROM output_usd_per_mtok
            ELSE
                lag(native_input_per_mtok) OVER offer_captures IS DISTINCT FROM native_input_per_mtok
                OR lag(native_cached_input_per_mtok) OVER offer_captures IS DISTINCT FROM native_cached_input_per_mtok
                OR lag(native_output_per_mtok) OVER offer_captures IS DISTINCT FROM native_output_per_mtok
        END AS is_different
    FROM seen
    WHERE NOT is_announced_ahead
    WINDOW offer_captures AS (PARTITION BY offer_number ORDER BY capture_number, stated_from NULLS FIRST)
),
-- Changes, and the last prices before an absence or the end. A change is confirmed until the last capture before the next
-- change.
turn AS (
    SELECT
        * EXCLUDE (stated_from),
        coalesce(
            lead(CASE WHEN is_change THEN number_before END IGNORE NULLS) OVER (
                PARTITION BY offer_number ORDER BY capture_number, stated_from NULLS FIRST),
            max(capture_number) OVER (PARTITION BY offer_number)
        ) AS confirmed_number
    FROM (
        SELECT *, is_different OR number_before IS NULL OR capture_number - number_before > $absences AS is_change
        FROM present
    )
    WHERE is_change OR is_ending OR number_after IS NULL OR number_after - capture_number > $absences
),
-- A change announced ahead has the values of the last capture before its day.
announcement AS (
    SELECT row_id, offer_number, capture_number, true AS is_ahead
    FROM seen
    WHERE is_announced_ahead AND (next_observed_at IS NULL OR next_observed_at::DATE >= stated_from)
),
shown AS MATERIALIZED (
    SELECT price.*, moment.*
    FROM (SELECT * EXCLUDE (is_different) FROM turn UNION ALL BY NAME SELECT * FROM announcement) AS moment
    INNER JOIN _price_seen AS price ON price.rowid = moment.row_id
),
listed AS (
    SELECT
        shown.* EXCLUDE (date_basis),
        coalesce(shown.stated_from, shown.observed_at::DATE) AS valid_from,
        confirmed.observed_at AS confirmed_at,
        confirmed.observed_at::DATE AS last_seen_on,
        CASE
            WHEN shown.stated_from IS NOT NULL THEN 'announced'
            WHEN shown.number_before IS NULL AND shown.capture_number = confirmed.first_number THEN 'import'
            ELSE shown.date_basis
        END AS date_basis
    FROM shown
    INNER JOIN capture AS confirmed ON confirmed.capture_number = shown.confirmed_number
    WHERE shown.is_change
),
ahead AS (
    SELECT
        * EXCLUDE (date_basis),
        observed_at AS confirmed_at,
        observed_at::DATE AS last_seen_on,
        stated_from AS valid_from,
        'announced' AS date_basis
    FROM shown
    WHERE is_ahead
),
-- A price with a stated end and no later announcement ends on that day.
ended AS (
    SELECT
        shown.* EXCLUDE (date_basis) REPLACE (
            NULL AS input_usd_per_mtok, NULL AS cached_input_usd_per_mtok, NULL AS output_usd_per_mtok,
            NULL AS native_input_per_mtok, NULL AS native_cached_input_per_mtok, NULL AS native_output_per_mtok,
            'withdrawn: ends as stated' AS note),
        shown.stated_to AS valid_from,
        shown.observed_at AS confirmed_at,
        shown.observed_at::DATE AS last_seen_on,
        'announced' AS date_basis
    FROM shown
    ANTI JOIN ahead ON ahead.offer_number = shown.offer_number AND ahead.stated_from = shown.stated_to
    WHERE shown.is_ending
),
gone AS (
    SELECT
        shown.* REPLACE (
            NULL AS input_usd_per_mtok, NULL AS cached_input_usd_per_mtok, NULL AS output_usd_per_mtok,
            NULL AS native_input_per_mtok, NULL AS native_cached_input_per_mtok, NULL AS native_output_per_mtok,
            known.observed_at AS observed_at, 'withdrawn: absent from the page' AS note, NULL AS quote),
        own.next_observed_at::DATE AS valid_from,
        last_absent.observed_at AS confirmed_at,
        known.observed_at::DATE AS last_seen_on
    FROM shown
    INNER JOIN capture AS own ON own.capture_number = shown.capture_number
    INNER JOIN capture AS known ON known.capture_number = shown.capture_number + $absences
    INNER JOIN capture AS last_absent
        ON last_absent.capture_number = coalesce(shown.number_after - 1, own.last_number)
    WHERE shown.is_ahead IS NULL AND coalesce(shown.number_after, own.last_number + 1) > shown.capture_number + $absences
),
change AS (
    SELECT * FROM listed
    UNION ALL BY NAME SELECT * FROM ahead
    UNION ALL BY NAME SELECT * FROM ended
    UNION ALL BY NAME SELECT * FROM gone
)
SELECT
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
