-- List prices of what is on sale: what several claims about the level of token prices are measured by.

-- Log of the standard list price (3:1 input to output) of every offer of a known model on the first of each month.
CREATE OR REPLACE MACRO offers_each_month(day_from, day_to) AS TABLE
SELECT
    month.day,
    date_diff('month', day_from, month.day) AS month,
    price.provider,
    price.provider_model_id,
    price.model_id,
    model.open_weights,
    coalesce(model.organization, price.model_id) AS maker,
    ln((3 * price.input_usd_per_mtok + price.output_usd_per_mtok)::DOUBLE / 4) AS log_usd
FROM (SELECT unnest(generate_series(day_from, day_to, INTERVAL 1 MONTH))::DATE AS day) AS month
INNER JOIN out_price_history AS price
    ON price.valid_from <= month.day AND coalesce(price.valid_to, DATE '9999-12-31') > month.day
INNER JOIN core_model AS model ON model.model_id = price.model_id
WHERE price.tier = 'standard' AND price.input_usd_per_mtok + price.output_usd_per_mtok > 0;

-- Half the width of a 90% interval by leaving out one maker of models at a time (jackknife), as the offers of one maker
-- move together: `rate` is that of the others, NULL for `maker` that of all.
CREATE OR REPLACE MACRO margin_of_makers(rate, maker) AS
    1.645 * sqrt((count(maker) - 1) * var_pop(rate) FILTER (WHERE maker IS NOT NULL));

-- Times cheaper a year of the same model at the same seller: the mean monthly change of log list price over offers on
-- sale on both days, chained.
CREATE OR REPLACE MACRO matched_models_fall(day_from, day_to) AS TABLE
WITH change AS (
    SELECT
        day,
        maker,
        model_id,
        log_usd - lag(log_usd) OVER offer AS change,
        lag(day) OVER offer AS before
    FROM offers_each_month(day_from, day_to)
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
    SELECT max(rate) FILTER (WHERE maker IS NULL) AS rate, margin_of_makers(rate, maker) AS margin FROM chained
)
SELECT
    exp(estimate.rate) AS measured,
    exp(estimate.rate - estimate.margin) AS low,
    exp(estimate.rate + estimate.margin) AS high,
    0.9 AS interval_level,
    (SELECT count(*) FROM matched) AS n,
    format(
        '{:,} monthly changes of {} models by {} makers, {} to {}; {:.0f}% of them no change at all.',
        (SELECT count(*) FROM matched),
        (SELECT count(DISTINCT model_id) FROM matched),
        (SELECT count(DISTINCT maker) FROM matched),
        strftime(day_from, '%B %Y'),
        strftime(day_to, '%B %Y'),
        (SELECT 100 * avg((change = 0)::INTEGER) FROM matched)
    ) AS evidence
FROM estimate
WHERE estimate.rate IS NOT NULL;

-- Times cheaper a year of one level among all list prices (0.5 = the median): the slope of its logarithm over the
-- months with at least ten offers. Nothing holds quality fixed: what is on sale changes.
CREATE OR REPLACE MACRO list_price_fall(level, day_from, day_to) AS TABLE
WITH offer AS (
    SELECT *, count(*) OVER (PARTITION BY month) AS on_sale FROM offers_each_month(day_from, day_to)
),
counted AS (
    SELECT * FROM offer WHERE on_sale >= 10
),
left_out AS (
    SELECT NULL AS maker
    UNION ALL
    SELECT DISTINCT maker FROM counted
),
monthly AS (
    SELECT left_out.maker, counted.month, quantile_cont(counted.log_usd, level) AS log_usd
    FROM counted
    INNER JOIN left_out ON left_out.maker IS DISTINCT FROM counted.maker
    GROUP BY left_out.maker, counted.month
),
slope AS (
    SELECT maker, -12 * regr_slope(log_usd, month) AS rate FROM monthly GROUP BY maker
),
estimate AS (
    SELECT max(rate) FILTER (WHERE maker IS NULL) AS rate, margin_of_makers(rate, maker) AS margin FROM slope
)
SELECT
    exp(estimate.rate) AS measured,
    exp(estimate.rate - estimate.margin) AS low,
    exp(estimate.rate + estimate.margin) AS high,
    0.9 AS interval_level,
    (SELECT count(*) FROM counted) AS n,
    format(
        '{:,} list prices on the first of {} months, {} to {}, by {} makers. Which models form the tier is not known: a level '
        'among all prices stands for it.',
        (SELECT count(*) FROM counted),
        (SELECT count(DISTINCT month) FROM counted),
        (SELECT strftime(min(day), '%B %Y') FROM counted),
        (SELECT strftime(max(day), '%B %Y') FROM counted),
        (SELECT count(DISTINCT maker) FROM counted)
    ) AS evidence
FROM estimate
WHERE estimate.rate IS NOT NULL;

-- The latest score of each model on the Epoch index.
CREATE OR REPLACE MACRO epoch_scores() AS TABLE
SELECT model_id, arg_max(score, (vintage, score)) AS score
FROM core_score
WHERE benchmark = 'eci' AND scale = 'epoch'
GROUP BY model_id;
