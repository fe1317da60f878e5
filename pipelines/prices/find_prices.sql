-- The price of every offer that answers each question: of a model, at a seller or (NULL) at every one, of a tier, on a
-- day, all as known on one day. Offers whose id is the name asked for come first.
SELECT
    asked.number,
    price.*,
    price.provider_model_id = asked.name AS is_named
FROM (
    SELECT
        unnest($numbers::INTEGER[]) AS number,
        unnest($names::VARCHAR[]) AS name,
        unnest($models::VARCHAR[]) AS model,
        unnest($sellers::VARCHAR[]) AS seller,
        unnest($tiers::VARCHAR[]) AS tier,
        unnest($days::DATE[]) AS day
) AS asked,
    LATERAL (SELECT * FROM price_at(asked.model, asked.seller, asked.tier, asked.day, $known::DATE)) AS price
ORDER BY asked.number, price.provider, is_named DESC, price.last_confirmed_on DESC, price.provider_model_id
