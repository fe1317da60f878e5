-- The moments at which one source reported a change of an offer. A listing shows all offers at every capture: the same
-- price again is no change, and an offer absent from $absences captures in a row was withdrawn at the first of them. A
-- list of changes reports each change itself.
WITH capture AS (
    SELECT
        source,
        observed_at,
        row_number() OVER (PARTITION BY source ORDER BY observed_at) AS capture_number,
        count(*) OVER (PARTITION BY source) AS last_number
    FROM (SELECT DISTINCT source, observed_at FROM _price_seen WHERE is_listing)
),
-- One number in place of six names: windows over it take a fraction of the time.
offer AS (
    SELECT *, row_number() OVER () AS offer_number
    FROM (
        SELECT
            source, provider, model_id, provider_model_id, tier, context_from_tokens,
            max(observed_at) FILTER (WHERE stated_from IS NULL OR stated_from <= observed_at::DATE) AS last_seen_at
        FROM _price_seen
        WHERE is_listing
        GROUP BY ALL)
),
seen AS (
    SELECT
        price.*,
        price.stated_from IS NOT NULL AND price.stated_from > price.observed_at::DATE AS is_announced_ahead,
        capture.capture_number,
        capture.last_number,
        offer.offer_number,
        offer.last_seen_at
    FROM _price_seen AS price
    INNER JOIN capture ON capture.source = price.source AND capture.observed_at = price.observed_at
    INNER JOIN offer
        ON offer.source = price.source
        AND offer.provider = price.provider
        AND offer.model_id = price.model_id
        AND offer.provider_model_id = price.provider_model_id
        AND offer.tier = price.tier
        AND offer.context_from_tokens IS NOT DISTINCT FROM price.context_from_tokens
    WHERE price.is_listing
),
-- The price that a listing shows for today, one row per offer and capture. A price in another currency moves with the
-- exchange rate without having changed: the price as written is compared.
present AS (
    SELECT
        *,
        lag(capture_number) OVER offer_captures AS number_before,
        lead(capture_number) OVER offer_captures AS number_after,
        lag(observed_at) OVER offer_captures AS seen_before_at,
        CASE
            WHEN currency = 'USD' THEN
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
    WINDOW offer_captures AS (PARTITION BY offer_number ORDER BY capture_number)
),
-- A change is confirmed until the last capture before the next change.
listed AS (
    SELECT
        * EXCLUDE (date_basis),
        coalesce(stated_from, observed_at::DATE) AS valid_from,
        coalesce(lead(seen_before_at) OVER (PARTITION BY offer_number ORDER BY capture_number), last_seen_at)
            AS confirmed_at,
        coalesce(lead(seen_before_at) OVER (PARTITION BY offer_number ORDER BY capture_number), last_seen_at)::DATE
            AS last_seen_on,
        CASE
            WHEN stated_from IS NOT NULL THEN 'announced'
            WHEN number_before IS NULL AND capture_number = 1 THEN 'import'
            ELSE date_basis
        END AS date_basis
    FROM present
    WHERE is_different OR number_before IS NULL OR capture_number - number_before > $absences
),
-- A change announced ahead has the values of the last capture before its day.
ahead AS (
    SELECT
        * EXCLUDE (date_basis),
        observed_at AS confirmed_at,
        observed_at::DATE AS last_seen_on,
        stated_from AS valid_from,
        'announced' AS date_basis
    FROM seen
    WHERE is_announced_ahead
    QUALIFY capture_number = max(capture_number) OVER (PARTITION BY source, stated_from)
       AND NOT EXISTS (
           FROM capture
           WHERE capture.source = seen.source
             AND capture.capture_number > seen.capture_number
             AND capture.observed_at::DATE < seen.stated_from)
),
-- A price with a stated end and no later announcement ends on that day.
ended AS (
    SELECT
        present.* EXCLUDE (date_basis) REPLACE (
            NULL AS input_usd_per_mtok, NULL AS cached_input_usd_per_mtok, NULL AS output_usd_per_mtok,
            NULL AS native_input_per_mtok, NULL AS native_cached_input_per_mtok, NULL AS native_output_per_mtok,
            'withdrawn: ends as stated' AS note),
        present.stated_to AS valid_from,
        present.observed_at AS confirmed_at,
        present.observed_at::DATE AS last_seen_on,
        'announced' AS date_basis
    FROM present
    ANTI JOIN ahead ON ahead.offer_number = present.offer_number AND ahead.stated_from = present.stated_to
    WHERE present.stated_to IS NOT NULL AND present.capture_number = present.last_number
),
gone AS (
    SELECT
        present.* REPLACE (
            NULL AS input_usd_per_mtok, NULL AS cached_input_usd_per_mtok, NULL AS output_usd_per_mtok,
            NULL AS native_input_per_mtok, NULL AS native_cached_input_per_mtok, NULL AS native_output_per_mtok,
            known.observed_at AS observed_at, 'withdrawn: absent from the page' AS note, NULL AS quote),
        first_absent.observed_at::DATE AS valid_from,
        coalesce(
            (SELECT max(capture.observed_at) FROM capture
             WHERE capture.source = present.source
               AND capture.capture_number < coalesce(present.number_after, present.last_number + 1)),
            known.observed_at) AS confirmed_at,
        known.observed_at::DATE AS last_seen_on
    FROM present
    INNER JOIN capture AS first_absent
        ON first_absent.source = present.source
        AND first_absent.capture_number = present.capture_number + 1
    INNER JOIN capture AS known
        ON known.source = present.source
        AND known.capture_number = present.capture_number + $absences
    WHERE coalesce(present.number_after, present.last_number + 1) > present.capture_number + $absences
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
    UNION ALL BY NAME SELECT * FROM listed
    UNION ALL BY NAME SELECT * FROM ahead
    UNION ALL BY NAME SELECT * FROM ended
    UNION ALL BY NAME SELECT * FROM gone
)
SELECT
    row_number() OVER (
        ORDER BY valid_from, tier <> 'standard', provider, model_id, provider_model_id, tier, context_from_tokens, trust, source
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
    source_url,
    capture_sha256
FROM change
