-- Times cheaper a year at constant quality: log list price (3:1 input to output) on a dummy per month and the model's
-- score on the Epoch index, over all offers on sale from January 2024 to August 2026, and the slope of the months.
-- Within a month prices differ by score only, so the two steps are plain regressions. 90% interval by leaving out one
-- developer at a time.
WITH standing AS (
    SELECT offer.month, offer.maker, offer.log_usd, capability.score
    FROM offers_each_month(DATE '2024-01-01', DATE '2026-08-01') AS offer
    INNER JOIN epoch_scores() AS capability ON capability.model_id = offer.model_id
),
left_out AS (
    SELECT NULL AS maker
    UNION ALL
    SELECT DISTINCT maker FROM standing
),
monthly AS (
    SELECT
        left_out.maker,
        standing.month,
        avg(standing.log_usd) AS log_usd,
        avg(standing.score) AS score,
        coalesce(regr_sxy(standing.log_usd, standing.score), 0) AS sxy,
        coalesce(regr_sxx(standing.log_usd, standing.score), 0) AS sxx
    FROM standing
    INNER JOIN left_out ON left_out.maker IS DISTINCT FROM standing.maker
    GROUP BY left_out.maker, standing.month
),
quality AS (
    SELECT maker, sum(sxy) / sum(sxx) AS price_of_a_point FROM monthly GROUP BY maker HAVING sum(sxx) > 0
),
index_slope AS (
    SELECT
        monthly.maker,
        -12 * regr_slope(monthly.log_usd - quality.price_of_a_point * monthly.score, monthly.month) AS rate
    FROM monthly
    INNER JOIN quality ON quality.maker IS NOT DISTINCT FROM monthly.maker
    GROUP BY monthly.maker
),
estimate AS (
    SELECT max(rate) FILTER (WHERE maker IS NULL) AS rate, margin_of_makers(rate, maker) AS margin FROM index_slope
)
SELECT
    exp(estimate.rate) AS measured,
    exp(estimate.rate - estimate.margin) AS low,
    exp(estimate.rate + estimate.margin) AS high,
    0.9 AS interval_level,
    (SELECT count(*) FROM standing) AS n,
    format(
        '{} offers on the first of {} months, by {} makers; ten points of the index cost {:.1f} times as much.',
        (SELECT count(*) FROM standing),
        (SELECT count(DISTINCT month) FROM standing),
        (SELECT count(DISTINCT maker) FROM standing),
        (SELECT exp(10 * price_of_a_point) FROM quality WHERE maker IS NULL)
    ) AS evidence
FROM estimate
WHERE estimate.rate IS NOT NULL
