-- The price of each offer over time: at each moment the claim of the most trusted source in force, turned into
-- intervals. A source's claim is in force from its date until its next claim, and has priority over less trusted
-- sources until its last confirmation. After the last capture of every source, the most recent claim (by observation or
-- announcement) stays in force. An offer that one page of a seller lacks and another page shows is on sale. Feeds add
-- what happened after the curated facts were compiled (which include the feeds until then): announced changes of known
-- offers, and prices on which two independent families agree.
WITH known AS (
    SELECT DISTINCT provider, model_id, provider_model_id, tier FROM core_price_observation WHERE trust <= $trusted
),
statement AS (
    SELECT claim.*
    FROM core_price_observation AS claim
    LEFT JOIN known
        ON known.provider = claim.provider
        AND known.model_id IS NOT DISTINCT FROM claim.model_id
        AND known.provider_model_id = claim.provider_model_id
        AND known.tier = claim.tier
    WHERE claim.trust <= $trusted
       OR (
           claim.valid_from > $compiled_on
           AND (claim.n_sources >= $quorum OR (known.provider IS NOT NULL AND claim.date_basis = 'announced'))
           -- What a feed shows at its first capture began on a day that nobody knows: no news of a known offer, until
           -- the curated facts are stale.
           AND (
               known.provider IS NULL
               OR claim.date_basis <> 'import'
               OR claim.valid_from > $compiled_on::DATE + $stale_days::INTEGER
           )
       )
    QUALIFY row_number() OVER (
        PARTITION BY claim.source, claim.provider, claim.model_id, claim.provider_model_id, claim.tier,
            claim.context_from_tokens, claim.valid_from
        ORDER BY
            claim.observed_at DESC, claim.input_usd_per_mtok, claim.cached_input_usd_per_mtok,
            claim.output_usd_per_mtok, claim.confirmed_at DESC, claim.note, claim.capture_sha256
    ) = 1
),
dated_claim AS (
    SELECT
        *,
        -- A seller's own list that was not read today, or whose new price waits, is still the best source for some days.
        confirmed_at::DATE + CASE WHEN trust <= $own THEN $grace_days::INTEGER ELSE 0 END AS confirmed_to,
        lead(valid_from) OVER (
            PARTITION BY source, provider, model_id, provider_model_id, tier, context_from_tokens ORDER BY valid_from
        ) AS next_claim_on
    FROM statement
),
moment AS (
    SELECT DISTINCT provider, model_id, provider_model_id, tier, context_from_tokens, day
    FROM (
        SELECT
            provider, model_id, provider_model_id, tier, context_from_tokens,
            unnest([valid_from, CASE WHEN confirmed_to >= valid_from THEN confirmed_to + 1 END]) AS day
        FROM dated_claim
    )
    WHERE day IS NOT NULL
),
competing AS (
    SELECT dated_claim.* EXCLUDE (date_basis), moment.day,
        CASE WHEN moment.day = dated_claim.valid_from THEN dated_claim.date_basis ELSE 'observed' END AS date_basis,
        -- What a feed already said when the seller's own list was last read was overruled then, and is no news now.
        coalesce(
            dated_claim.trust > $trusted
            AND dated_claim.valid_from
                < max(CASE WHEN dated_claim.trust <= $own THEN dated_claim.confirmed_at::DATE END) OVER of_day,
            FALSE
        ) AS is_overruled
    FROM moment
    INNER JOIN dated_claim
        ON dated_claim.provider = moment.provider
        AND dated_claim.model_id IS NOT DISTINCT FROM moment.model_id
        AND dated_claim.provider_model_id = moment.provider_model_id
        AND dated_claim.tier = moment.tier
        AND dated_claim.context_from_tokens IS NOT DISTINCT FROM moment.context_from_tokens
        AND dated_claim.valid_from <= moment.day
        AND (dated_claim.next_claim_on IS NULL OR dated_claim.next_claim_on > moment.day)
    WINDOW of_day AS (
        PARTITION BY moment.provider, moment.model_id, moment.provider_model_id, moment.tier,
            moment.context_from_tokens, moment.day
    )
),
chosen AS (
    SELECT * EXCLUDE (is_overruled)
    FROM competing
    QUALIFY row_number() OVER (
        PARTITION BY provider, model_id, provider_model_id, tier, context_from_tokens, day
        ORDER BY
            is_overruled,
            day <= confirmed_to DESC,
            CASE WHEN day <= confirmed_to THEN trust END,
            CASE WHEN day > confirmed_to THEN greatest(valid_from, confirmed_to) END DESC,
            input_usd_per_mtok IS NULL,
            valid_from DESC,
            trust,
            source
    ) = 1
),
stepped AS (
    SELECT
        *,
        lag(day) OVER offer IS NOT NULL
            AND lag(input_usd_per_mtok) OVER offer IS NOT DISTINCT FROM input_usd_per_mtok
            AND lag(cached_input_usd_per_mtok) OVER offer IS NOT DISTINCT FROM cached_input_usd_per_mtok
            AND lag(output_usd_per_mtok) OVER offer IS NOT DISTINCT FROM output_usd_per_mtok AS says_nothing_new
    FROM chosen
    WINDOW offer AS (PARTITION BY provider, model_id, provider_model_id, tier, context_from_tokens ORDER BY day)
),
interval_of AS (
    SELECT
        *,
        lead(day) OVER offer AS next_from,
        lead(coalesce(note, '')) OVER offer AS next_note,
        lead(input_usd_per_mtok) OVER offer AS next_input
    FROM stepped
    WHERE NOT says_nothing_new
    WINDOW offer AS (PARTITION BY provider, model_id, provider_model_id, tier, context_from_tokens ORDER BY day)
),
-- The days up to $as_of on which a source showed a price in force: dated lists, every capture of a page or of a feed that
-- deletes, and the first day of a price that was announced.
sighting AS (
    SELECT
        provider, model_id, provider_model_id, tier, NULL AS context_from_tokens,
        confirmed_on AS day, input_usd_per_mtok, output_usd_per_mtok
    FROM core_price_confirmation
    UNION ALL
    SELECT
        provider, model_id, provider_model_id, tier, context_from_tokens,
        greatest(valid_from, last_seen_on), input_usd_per_mtok, output_usd_per_mtok
    FROM statement
    WHERE input_usd_per_mtok IS NOT NULL
    UNION ALL
    SELECT
        provider, model_id, provider_model_id, tier, context_from_tokens,
        greatest(valid_from, last_seen_on), input_usd_per_mtok, output_usd_per_mtok
    FROM core_price_observation
    WHERE input_usd_per_mtok IS NOT NULL AND list_contains($confirming, source)
),
confirmed AS (
    SELECT interval_of.*, max(sighting.day) AS last_sighting_on
    FROM interval_of
    LEFT JOIN sighting
        ON sighting.provider = interval_of.provider
        AND sighting.model_id IS NOT DISTINCT FROM interval_of.model_id
        AND sighting.provider_model_id = interval_of.provider_model_id
        AND sighting.tier = interval_of.tier
        AND sighting.context_from_tokens IS NOT DISTINCT FROM interval_of.context_from_tokens
        AND sighting.day BETWEEN interval_of.day AND $as_of
        AND (interval_of.next_from IS NULL OR sighting.day < interval_of.next_from)
        AND abs(sighting.input_usd_per_mtok - interval_of.input_usd_per_mtok) <= interval_of.input_usd_per_mtok * $same
        AND abs(sighting.output_usd_per_mtok - interval_of.output_usd_per_mtok)
            <= interval_of.output_usd_per_mtok * $same
    GROUP BY ALL
)
SELECT
    provider,
    model_id,
    provider_model_id,
    tier,
    context_from_tokens,
    input_usd_per_mtok,
    cached_input_usd_per_mtok,
    output_usd_per_mtok,
    day AS valid_from,
    next_from AS valid_to,
    CASE
        WHEN next_from IS NULL THEN NULL
        WHEN next_input IS NOT NULL THEN 'price change'
        ELSE 'withdrawal'
    END AS ended_by,
    observed_at,
    coalesce(last_sighting_on, last_seen_on) AS last_confirmed_on,
    day <= $as_of AND (next_from IS NULL OR next_from > $as_of) AS in_force,
    in_force AND coalesce(last_sighting_on, last_seen_on) < $as_of::DATE - $stale_days::INTEGER AS is_stale,
    date_basis,
    n_sources,
    witnesses,
    p_correct,
    source,
    source_url,
    capture_sha256
FROM confirmed
WHERE input_usd_per_mtok IS NOT NULL
-- Prices in force lie together, and so do those of one model: a query of either reads a part of the table.
ORDER BY in_force, model_id, provider, provider_model_id, tier, context_from_tokens, day
