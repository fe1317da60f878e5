-- The cost of an answer at the cheapest seller of each model with open weights, at the end of each month.
WITH month_end AS (
    SELECT least(last_day(month::DATE), $as_of::DATE) AS day
    FROM generate_series(DATE '2023-01-01', date_trunc('month', $as_of::DATE), INTERVAL 1 MONTH) AS months (month)
)
SELECT
    month_end.day,
    price.model_id,
    min(
        token_micro_usd(
            workload.input_tokens, workload.cached_input_tokens, workload.output_tokens,
            price.input_usd_per_mtok, price.cached_input_usd_per_mtok, price.output_usd_per_mtok
        )
    )::DOUBLE * 0.000001 AS usd
FROM month_end
INNER JOIN out_price_history AS price
    ON price.valid_from <= month_end.day
    AND (price.valid_to IS NULL OR price.valid_to > month_end.day)
INNER JOIN core_model AS model ON model.model_id = price.model_id
INNER JOIN core_workload AS workload ON workload.workload = $workload
WHERE model.open_weights
  AND price.tier = 'standard'
  AND price.input_usd_per_mtok > 0
  AND price.output_usd_per_mtok > 0
GROUP BY month_end.day, price.model_id
ORDER BY month_end.day, price.model_id
