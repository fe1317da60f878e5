-- Of everything that was seen, the moments at which a source said something new of an offer.
-- A listing shows all it sells at every capture: the same price again says nothing, and an offer absent from
-- $absences captures in a row was withdrawn at the first of them. A list of changes says each change itself.
WITH seen AS (
    SELECT
        *,
        stated_from IS NOT NULL AND stated_from > observed_at::DATE AS is_announced_ahead,
        dense_rank() OVER (PARTITION BY source ORDER BY observed_at) AS capture_number
    FROM _price_seen
),
capture AS (
    SELECT DISTINCT source, capture_number, observed_at FROM seen WHERE is_listing
),
last_capture AS (
    SELECT source, max(capture_number) AS capture_number FROM capture GROUP BY source
),
-- What a listing says of today, one row per offer and capture.
present AS (
    SELECT
        *,
        lag(capture_number) OVER offer AS number_before,
        lead(capture_number) OVER offer AS number_after,
        lag(input_usd_per_mtok) OVER offer IS DISTINCT FROM input_usd_per_mtok
            OR lag(cached_input_usd_per_mtok) OVER offer IS DISTINCT FROM cached_input_usd_per_mtok
            OR lag(output_usd_per_mtok) OVER offer IS DISTINCT FROM output_usd_per_mtok AS is_different
    FROM seen
    WHERE is_listing AND NOT is_announced_ahead
    WINDOW offer AS (
        PARTITION BY source, provider, model_id, provider_model_id, tier, context_from_tokens ORDER BY capture_number)
),
-- A price in another currency moves with the rate without having changed: what counts is the price as written.
repriced AS (
    SELECT
        *,
        CASE
            WHEN number_before IS NULL OR capture_number - number_before > $absences THEN true
            WHEN currency = 'USD' THEN is_different
            ELSE lag(native_input_per_mtok) OVER offer IS DISTINCT FROM native_input_per_mtok
                OR lag(native_cached_input_per_mtok) OVER offer IS DISTINCT FROM native_cached_input_per_mtok
                OR lag(native_output_per_mtok) OVER offer IS DISTINCT FROM native_output_per_mtok
        END AS is_change
    FROM present
    WINDOW offer AS (
        PARTITION BY source, provider, model_id, provider_model_id, tier, context_from_tokens ORDER BY capture_number)
),
run_of AS (
    SELECT
        *,
        count(*) FILTER (WHERE is_change) OVER (
            PARTITION BY source, provider, model_id, provider_model_id, tier, context_from_tokens
            ORDER BY capture_number) AS run
    FROM repriced
),
confirmed AS (
    SELECT
        *,
        max(observed_at) OVER (
            PARTITION BY source, provider, model_id, provider_model_id, tier, context_from_tokens, run) AS confirmed_at
    FROM run_of
),
listed AS (
    SELECT
        * EXCLUDE (date_basis),
        coalesce(stated_from, observed_at::DATE) AS valid_from,
        CASE
            WHEN stated_from IS NOT NULL THEN 'announced'
            WHEN number_before IS NULL AND capture_number = 1 THEN 'import'
            ELSE date_basis
        END AS date_basis
    FROM confirmed
    WHERE is_change
),
-- Announced ahead counts as the last capture before that day put it.
ahead AS (
    SELECT * EXCLUDE (date_basis), observed_at AS confirmed_at, stated_from AS valid_from, 'announced' AS date_basis
    FROM seen
    WHERE is_listing AND is_announced_ahead
    QUALIFY capture_number = max(capture_number) OVER (PARTITION BY source, stated_from)
       AND NOT EXISTS (
           FROM capture
           WHERE capture.source = seen.source
             AND capture.capture_number > seen.capture_number
             AND capture.observed_at::DATE < seen.stated_from)
),
-- A price with a stated end and nothing announced after it ends there.
ended AS (
    SELECT
        last_said.* REPLACE (
            NULL AS input_usd_per_mtok, NULL AS cached_input_usd_per_mtok, NULL AS output_usd_per_mtok,
            NULL AS native_input_per_mtok, NULL AS native_cached_input_per_mtok, NULL AS native_output_per_mtok,
            last_said.stated_to AS valid_from, 'announced' AS date_basis, 'withdrawn: ends as stated' AS note)
    FROM (
        SELECT * EXCLUDE (date_basis), observed_at::DATE AS valid_from, date_basis
        FROM confirmed
        WHERE stated_to IS NOT NULL
        QUALIFY row_number() OVER (
            PARTITION BY source, provider, model_id, provider_model_id, tier, context_from_tokens, stated_to
            ORDER BY capture_number DESC) = 1
    ) AS last_said
    ANTI JOIN ahead
        ON ahead.source = last_said.source
        AND ahead.provider = last_said.provider
        AND ahead.provider_model_id = last_said.provider_model_id
        AND ahead.tier = last_said.tier
        AND ahead.context_from_tokens IS NOT DISTINCT FROM last_said.context_from_tokens
        AND ahead.stated_from = last_said.stated_to
    ANTI JOIN capture
        ON capture.source = last_said.source
        AND capture.capture_number > last_said.capture_number
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
               AND capture.capture_number < coalesce(present.number_after, last_capture.capture_number + 1)),
            known.observed_at) AS confirmed_at
    FROM present
    INNER JOIN last_capture ON last_capture.source = present.source
    INNER JOIN capture AS first_absent
        ON first_absent.source = present.source
        AND first_absent.capture_number = present.capture_number + 1
    INNER JOIN capture AS known
        ON known.source = present.source
        AND known.capture_number = present.capture_number + $absences
    WHERE coalesce(present.number_after, last_capture.capture_number + 1) > present.capture_number + $absences
),
told AS (
    SELECT
        * EXCLUDE (date_basis),
        coalesce(stated_from, observed_at::DATE) AS valid_from,
        greatest(observed_at, $compiled_on::TIMESTAMP) AS confirmed_at,
        CASE WHEN date_basis = 'observed' AND list_contains($import_days, stated_from) THEN 'import' ELSE date_basis END
            AS date_basis
    FROM seen
    WHERE NOT is_listing
),
change AS (
    SELECT * FROM told
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
    date_basis,
    n_sources,
    note,
    quote,
    source_url,
    capture_sha256
FROM change
