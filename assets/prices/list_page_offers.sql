-- What some contents of price pages offer: models by their page's name, with our model where the name is known, and the last
-- day on which the page says that it sells them (NULL = it names no last day).
SELECT
    offer.source,
    offer.capture_sha256,
    offer.provider,
    offer.model,
    link.model_id,
    offer.tier,
    CASE WHEN bool_and(offer.valid_to IS NOT NULL) THEN max(offer.valid_to) END AS ends_on
FROM _captured_offer AS offer
LEFT JOIN core_model_link AS link
    ON link.provider = offer.provider
    AND link.provider_model_id = offer.model
    AND link.valid_to IS NULL
WHERE starts_with(offer.source, $page) AND list_contains($contents::VARCHAR[], offer.capture_sha256)
GROUP BY offer.source, offer.capture_sha256, offer.provider, offer.model, link.model_id, offer.tier
ORDER BY ALL
