-- Doubted prices as rows of the quarantine: still refused, or released and by what.
SELECT
    said.source,
    said.observed_at AS captured_at,
    to_json({
        provider: said.provider,
        provider_model_id: said.provider_model_id,
        model_id: said.model_id,
        tier: said.tier,
        input_usd_per_mtok: said.input_usd_per_mtok::VARCHAR,
        cached_input_usd_per_mtok: said.cached_input_usd_per_mtok::VARCHAR,
        output_usd_per_mtok: said.output_usd_per_mtok::VARCHAR,
        valid_from: said.valid_from,
        quote: said.quote
    })::VARCHAR AS row,
    doubt.reason,
    doubt.released_by,
    said.capture_sha256
FROM _price_doubt AS doubt
INNER JOIN _price_change AS said ON said.change_id = doubt.change_id
