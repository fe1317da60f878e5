-- The cost of the tokens of an answer at every offer of a model whose capability is known.
WITH capability AS (
    SELECT answered_by, model_id, score FROM _capability WHERE known_on = (SELECT max(known_on) FROM _capability)
),
-- An offer has one row here for each price of the searches.
offer AS (
    SELECT DISTINCT
        offer.workload,
        offer.answered_by,
        offer.model_id,
        offer.provider,
        offer.provider_model_id,
        offer.price_valid_from,
        offer.price_valid_to,
        offer.token_usd
    FROM _offer_cost AS offer
    INNER JOIN core_workload AS workload ON workload.workload = offer.workload
    WHERE offer.price_valid_from <= $as_of AND offer.token_usd > 0
)
SELECT
    offer.workload,
    offer.model_id,
    offer.provider,
    coalesce(model.organization, offer.model_id) AS family,
    capability.score,
    offer.price_valid_from AS valid_from,
    offer.price_valid_to AS valid_to,
    offer.token_usd::DOUBLE AS usd
FROM offer
INNER JOIN core_model AS model ON model.model_id = offer.model_id
INNER JOIN capability ON capability.model_id = offer.model_id AND capability.answered_by = offer.answered_by
ORDER BY ALL
