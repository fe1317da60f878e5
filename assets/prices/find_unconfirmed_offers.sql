-- Offers that one feed lists and no more trusted source has ever shown, such as gpt-oss listed under its developer.
SELECT
    feed.source,
    feed.observed_at AS captured_at,
    to_json({
        provider: feed.provider,
        provider_model_id: feed.provider_model_id,
        model_id: feed.model_id,
        input_usd_per_mtok: feed.input_usd_per_mtok::VARCHAR,
        output_usd_per_mtok: feed.output_usd_per_mtok::VARCHAR,
        valid_from: feed.valid_from
    })::VARCHAR AS row,
    $reason AS reason,
    NULL::VARCHAR AS released_by,
    feed.capture_sha256
FROM core_price_observation AS feed
ANTI JOIN core_price_observation AS known
    ON known.trust <= $trusted
    AND known.provider = feed.provider
    AND known.model_id IS NOT DISTINCT FROM feed.model_id
    AND (feed.model_id IS NOT NULL OR known.provider_model_id = feed.provider_model_id)
WHERE feed.trust > $trusted AND feed.n_sources < 2 AND feed.input_usd_per_mtok IS NOT NULL
