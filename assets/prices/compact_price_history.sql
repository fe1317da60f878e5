-- Change points, most trusted source first, turned into intervals.
-- The curated facts speak until the day they were compiled; after it a feed's dated changes extend the history of offers
-- that the facts know. An offer known to a feed alone waits in out_quarantine for a second source.
WITH change AS (
    SELECT *
    FROM core_price_observation
    WHERE source = 'facts/price_changes'
    UNION ALL BY NAME
    SELECT feed.*
    FROM core_price_observation AS feed
    SEMI JOIN core_price_observation AS known
        ON known.source = 'facts/price_changes'
        AND known.provider = feed.provider
        AND known.model_id = feed.model_id
        AND known.provider_model_id = feed.provider_model_id
        AND known.tier = feed.tier
    WHERE feed.source <> 'facts/price_changes'
      AND feed.date_basis = 'announced'
      AND feed.valid_from > $compiled_on
),
stepped AS (
    SELECT
        *,
        lag(input_usd_per_mtok) OVER offer IS NOT DISTINCT FROM input_usd_per_mtok
            AND lag(cached_input_usd_per_mtok) OVER offer IS NOT DISTINCT FROM cached_input_usd_per_mtok
            AND lag(output_usd_per_mtok) OVER offer IS NOT DISTINCT FROM output_usd_per_mtok
            AND lag(valid_from) OVER offer IS NOT NULL AS says_nothing_new
    FROM change
    WINDOW offer AS (PARTITION BY provider, model_id, provider_model_id, tier ORDER BY valid_from)
),
interval_of AS (
    SELECT
        *,
        lead(valid_from) OVER offer AS next_from,
        lead(coalesce(note, '')) OVER offer AS next_note,
        lead(input_usd_per_mtok) OVER offer AS next_input
    FROM stepped
    WHERE NOT says_nothing_new
    WINDOW offer AS (PARTITION BY provider, model_id, provider_model_id, tier ORDER BY valid_from)
)
SELECT
    provider,
    model_id,
    provider_model_id,
    tier,
    input_usd_per_mtok,
    cached_input_usd_per_mtok,
    output_usd_per_mtok,
    valid_from,
    next_from AS valid_to,
    CASE
        WHEN next_from IS NULL THEN NULL
        WHEN next_input IS NOT NULL THEN 'price change'
        WHEN next_note LIKE 'withdrawn (presumed%' THEN 'withdrawal, presumed'
        ELSE 'withdrawal'
    END AS ended_by,
    observed_at,
    CASE WHEN date_basis = 'observed' AND list_contains($import_days, valid_from) THEN 'import' ELSE date_basis END
        AS date_basis,
    n_sources,
    source,
    source_url,
    capture_sha256
FROM interval_of
WHERE input_usd_per_mtok IS NOT NULL
ORDER BY provider, model_id, provider_model_id, tier, valid_from
