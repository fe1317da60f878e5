-- Models with open weights that reach a bar, by each reading of it, with what an answer costs at their cheapest seller and how large they are:
-- at the ends of the periods, and on the first day that any such model of known size was on sale.
WITH offer AS (
    SELECT
        member.bar,
        member.bound,
        price.model_id,
        price.valid_from,
        price.valid_to,
        model.active_params_b,
        model.total_params_b,
        token_micro_usd(
            workload.input_tokens, workload.cached_input_tokens, workload.output_tokens,
            price.input_usd_per_mtok, price.cached_input_usd_per_mtok, price.output_usd_per_mtok
        )::DOUBLE * 0.000001 AS usd
    FROM out_price_history AS price
    INNER JOIN core_model AS model ON model.model_id = price.model_id
    INNER JOIN _bar_reading AS member ON member.model_id = price.model_id
    INNER JOIN core_workload AS workload ON workload.workload = $workload
    WHERE model.open_weights
      AND NOT model.reasoning
      AND price.tier = 'standard'
      AND price.input_usd_per_mtok > 0
      AND price.output_usd_per_mtok > 0
      AND price.valid_from <= $as_of
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
