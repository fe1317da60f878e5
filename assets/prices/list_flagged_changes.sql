-- Flagged prices as rows of the quarantine: still refused, or released and by what.
SELECT
    claim.source,
    claim.observed_at AS captured_at,
    to_json({
        provider: claim.provider,
        provider_model_id: claim.provider_model_id,
        model_id: claim.model_id,
        tier: claim.tier,
        input_usd_per_mtok: claim.input_usd_per_mtok::VARCHAR,
        cached_input_usd_per_mtok: claim.cached_input_usd_per_mtok::VARCHAR,
        output_usd_per_mtok: claim.output_usd_per_mtok::VARCHAR,
        valid_from: claim.valid_from,
        quote: claim.quote
    })::VARCHAR AS row,
    doubt.reason,
    doubt.released_by,
    claim.capture_sha256
FROM _price_doubt AS doubt
INNER JOIN _price_change AS claim ON claim.change_id = doubt.change_id
