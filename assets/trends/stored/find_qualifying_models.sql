-- Models that qualify for a bar, with the range of their active parameters and the cost of an answer at their cheapest
-- seller: at the ends of the periods, and whenever another offer became the cheapest. Open weights state their size. For
-- a closed model the latest published estimate counts; without one its size is NULL.
WITH latest AS (
    SELECT model_id, active_params_b_low, active_params_b_high, total_params_b
    FROM core_model_size
    WHERE published_on <= $as_of
    QUALIFY row_number() OVER (PARTITION BY model_id ORDER BY published_on DESC) = 1
),
offer AS (
    SELECT
        member.bar,
        offer.model_id,
        offer.valid_from,
        offer.valid_to,
        coalesce(model.active_params_b, latest.active_params_b_low) AS size_low_b,
        coalesce(model.active_params_b, latest.active_params_b_high) AS size_high_b,
        coalesce(model.total_params_b, latest.total_params_b) AS total_b,
        offer.token_usd::DOUBLE AS usd
    FROM _offer_cost AS offer
    INNER JOIN core_model AS model ON model.model_id = offer.model_id
    INNER JOIN _bar_reading AS member
        ON member.model_id = offer.model_id
        AND member.answered_by = offer.answered_by
        AND member.bound = 'central'
    LEFT JOIN latest ON latest.model_id = offer.model_id
    WHERE offer.workload = $workload
      AND offer.token_usd > 0
      AND offer.valid_from <= $as_of
),
day AS (
    SELECT bar, day FROM (SELECT DISTINCT bar FROM offer), (SELECT DISTINCT unnest($days::DATE[]) AS day)
    UNION
    SELECT bar, valid_from FROM out_frontier WHERE workload = $workload
)
SELECT
    day.bar,
    day.day,
    offer.model_id,
    min(offer.usd) AS usd,
    any_value(offer.size_low_b) AS size_low_b,
    any_value(offer.size_high_b) AS size_high_b,
    any_value(offer.total_b) AS total_b
FROM day
INNER JOIN offer
    ON offer.bar = day.bar
    AND offer.valid_from <= day.day
    AND (offer.valid_to IS NULL OR offer.valid_to > day.day)
GROUP BY day.bar, day.day, offer.model_id
ORDER BY day.bar, day.day, offer.model_id
