-- Prices that waited or wait for a second witness: since the capture that first showed them, until the day that let them in.
SELECT
    claim.source,
    claim.provider,
    claim.model_id,
    claim.provider_model_id,
    claim.tier,
    claim.context_from_tokens,
    claim.input_usd_per_mtok,
    claim.cached_input_usd_per_mtok,
    claim.output_usd_per_mtok,
    claim.observed_at,
    doubt.reason,
    doubt.released_by,
    doubt.released_on,
    date_diff('day', claim.observed_at::DATE, doubt.released_on)::INTEGER AS waited_days,
    claim.quote,
    claim.capture_sha256
FROM _price_doubt AS doubt
INNER JOIN _price_change AS claim ON claim.change_id = doubt.change_id
WHERE doubt.is_waiting
ORDER BY claim.observed_at, claim.source, claim.provider, claim.provider_model_id, claim.tier, claim.change_id
