-- Times more 16-bit operations per dollar of list price a year, over accelerators with a known list price: the slope of
-- its logarithm over release dates, with its 90% interval (Student-t with n - 2 degrees of freedom).
WITH chip AS (
    SELECT
        name,
        released_on,
        date_diff('day', DATE '2017-01-01', released_on) / 365.25 AS years,
        ln(dense_fp16_tflops / list_price_usd::DOUBLE) AS log_value
    FROM core_accelerator
    WHERE list_price_usd IS NOT NULL AND dense_fp16_tflops IS NOT NULL AND released_on IS NOT NULL
),
fit AS (
    SELECT
        count(*) AS n,
        min(released_on) AS day_from,
        max(released_on) AS day_to,
        string_agg(name, ', ' ORDER BY released_on, name) AS names,
        regr_slope(log_value, years) AS slope,
        sqrt(
            greatest(regr_syy(log_value, years) - pow(regr_sxy(log_value, years), 2) / regr_sxx(log_value, years), 0)
            / (count(*) - 2)
            / regr_sxx(log_value, years)
        ) AS error
    FROM chip
    HAVING count(*) > 2
),
bounded AS (
    SELECT
        *,
        error * [6.314, 2.920, 2.353, 2.132, 2.015, 1.943, 1.895, 1.860, 1.833, 1.812, 1.796, 1.782][least(n - 2, 12)]
            AS margin
    FROM fit
)
SELECT
    exp(slope) AS measured,
    exp(slope - margin) AS low,
    exp(slope + margin) AS high,
    0.9 AS interval_level,
    n,
    format('{} accelerators with a known list price, {} to {}: {}.', n, day_from, day_to, names) AS evidence
FROM bounded
