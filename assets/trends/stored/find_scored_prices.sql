-- The cost of an answer at the cheapest seller of each open model with a score in the latest snapshot by the as-of date:
-- on its first day on sale, and at the end of each month.
WITH offer AS (
    SELECT
        offer.model_id,
        coalesce(model.organization, offer.model_id) AS family,
        capability.score,
        offer.valid_from,
        offer.valid_to,
        offer.token_usd::DOUBLE AS usd
    FROM _offer_cost AS offer
    INNER JOIN core_model AS model ON model.model_id = offer.model_id AND model.open_weights
    INNER JOIN _capability AS capability
        ON capability.model_id = offer.model_id
        AND capability.answered_by = offer.answered_by
        AND capability.known_on = (SELECT max(known_on) FROM _capability WHERE known_on <= $as_of)
    WHERE offer.workload = $workload
      AND offer.token_usd > 0
      AND offer.valid_from <= $as_of
),
day AS (
    SELECT model_id, min(valid_from) AS day, true AS is_first FROM offer GROUP BY model_id
    UNION ALL
    SELECT DISTINCT offer.model_id, least(last_day(month::DATE), $as_of::DATE), false
    FROM offer, generate_series(DATE '2023-01-01', date_trunc('month', $as_of::DATE), INTERVAL 1 MONTH) AS months (month)
)
SELECT offer.model_id, offer.family, day.day, any_value(offer.score) AS score, min(offer.usd) AS amount, day.is_first
FROM day
INNER JOIN offer
    ON offer.model_id = day.model_id
    AND offer.valid_from <= day.day
    AND (offer.valid_to IS NULL OR offer.valid_to > day.day)
GROUP BY offer.model_id, offer.family, day.day, day.is_first
ORDER BY day.day, offer.model_id, day.is_first
