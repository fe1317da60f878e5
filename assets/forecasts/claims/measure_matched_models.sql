-- Times cheaper a year of the same model at the same seller: the mean monthly change of log list price (3:1 input to
-- output) over offers on sale on both days, chained from January 2024 to August 2026. 90% interval by leaving out one
-- developer of models at a time (jackknife), because the offers of one developer move together.
WITH month AS (
    SELECT unnest(generate_series(DATE '2024-01-01', DATE '2026-08-01', INTERVAL 1 MONTH))::DATE AS day
),
standing AS (
    SELECT
        month.day,
        price.provider,
        price.provider_model_id,
        price.model_id,
        coalesce(model.organization, price.model_id) AS maker,
        ln((3 * price.input_usd_per_mtok + price.output_usd_per_mtok)::DOUBLE / 4) AS log_usd
    FROM month
    INNER JOIN out_price_history AS price
        ON price.valid_from <= month.day AND coalesce(price.valid_to, DATE '9999-12-31') > month.day
    INNER JOIN core_model AS model ON model.model_id = price.model_id
    WHERE price.tier = 'standard' AND price.input_usd_per_mtok + price.output_usd_per_mtok > 0
),
change AS (
    SELECT
        day,
        maker,
        model_id,
        log_usd - lag(log_usd) OVER offer AS change,
        lag(day) OVER offer AS before
    FROM standing
    WINDOW offer AS (PARTITION BY provider, provider_model_id, model_id ORDER BY day)
),
matched AS (
    SELECT day, maker, model_id, change FROM change WHERE before = day - INTERVAL 1 MONTH
),
left_out AS (
    SELECT NULL AS maker
    UNION ALL
    SELECT DISTINCT maker FROM matched
),
link AS (
    SELECT left_out.maker, matched.day, avg(matched.change) AS change
    FROM matched
    INNER JOIN left_out ON left_out.maker IS DISTINCT FROM matched.maker
    GROUP BY left_out.maker, matched.day
),
chained AS (
    SELECT maker, -12 * avg(change) AS rate FROM link GROUP BY maker
),
estimate AS (
    SELECT
        max(rate) FILTER (WHERE maker IS NULL) AS rate,
        sqrt(
            (count(maker) - 1) * var_pop(rate) FILTER (WHERE maker IS NOT NULL)
        ) AS error
    FROM chained
)
SELECT
    exp(estimate.rate) AS measured,
    exp(estimate.rate - 1.645 * estimate.error) AS low,
    exp(estimate.rate + 1.645 * estimate.error) AS high,
    0.9 AS interval_level,
    (SELECT count(*) FROM matched) AS n,
    format(
        '{} monthly changes of {} models by {} makers, January 2024 to August 2026; {:.0f}% of them no change at all.',
        (SELECT count(*) FROM matched),
        (SELECT count(DISTINCT model_id) FROM matched),
        (SELECT count(DISTINCT maker) FROM matched),
        (SELECT 100 * avg((change = 0)::INTEGER) FROM matched)
    ) AS evidence
FROM estimate
WHERE estimate.rate IS NOT NULL
