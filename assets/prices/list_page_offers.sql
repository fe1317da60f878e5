-- What some contents of price pages offer: models by their page's name, with our model where the name is known, and the last
-- day on which the page says that it sells them (NULL = it names no last day).
SELECT
    offer.source,
    offer.capture_sha256,
    offer.provider,
    offer.model,
    alias.model_id,
    offer.tier,
    CASE WHEN bool_and(offer.valid_to IS NOT NULL) THEN max(offer.valid_to) END AS ends_on
FROM _captured_offer AS offer
LEFT JOIN core_model_alias AS alias
    ON alias.alias = offer.model
    AND alias.alias_source = offer.provider
WHERE starts_with(offer.source, $page) AND list_contains($contents::VARCHAR[], offer.capture_sha256)
GROUP BY offer.source, offer.capture_sha256, offer.provider, offer.model, alias.model_id, offer.tier
ORDER BY ALL
