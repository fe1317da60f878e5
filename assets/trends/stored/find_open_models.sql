-- Models with open weights that qualify for a bar, by reading of the bar, with their size and the cost of an answer at
-- their cheapest seller: at the ends of the periods, and on the first day on which such a model of known size was on
-- sale.
WITH offer AS (
    SELECT
        member.bar,
        member.bound,
        offer.model_id,
        offer.valid_from,
        offer.valid_to,
        model.active_params_b,
        model.total_params_b,
        offer.token_usd::DOUBLE AS usd
    FROM _offer_cost AS offer
    INNER JOIN core_model AS model ON model.model_id = offer.model_id
    INNER JOIN _bar_reading AS member
        ON member.model_id = offer.model_id
        AND member.answered_by = offer.answered_by
    WHERE model.open_weights
      AND offer.workload = $workload
      AND offer.token_usd > 0
      AND offer.valid_from <= $as_of
),
day AS (
    SELECT bar, bound, day FROM (SELECT DISTINCT bar, bound FROM offer), (SELECT DISTINCT unnest($days::DATE[]) AS day)
    UNION
    SELECT bar, bound, min(valid_from) FROM offer WHERE active_params_b IS NOT NULL GROUP BY bar, bound
)
SELECT
    day.bar,
    day.bound,
    day.day,
    offer.model_id,
    min(offer.usd) AS usd,
    any_value(offer.active_params_b) AS active_params_b,
    any_value(offer.total_params_b) AS total_params_b
FROM day
INNER JOIN offer
    ON offer.bar = day.bar
    AND offer.bound = day.bound
    AND offer.valid_from <= day.day
    AND (offer.valid_to IS NULL OR offer.valid_to > day.day)
GROUP BY day.bar, day.bound, day.day, offer.model_id
ORDER BY day.bar, day.bound, day.day, offer.model_id
