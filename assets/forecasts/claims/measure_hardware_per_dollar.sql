-- Times more 16-bit operations per dollar of list price a year, over accelerators with a known list price: the slope of
-- its logarithm over release dates up to the claim (2024-12-31), with its 90% interval (Student-t with n - 2 degrees of freedom).
WITH chip AS (
    SELECT
        name,
        released_on,
        date_diff('day', DATE '2017-01-01', released_on) / 365.25 AS years,
        ln(dense_fp16_tflops / list_price_usd::DOUBLE) AS log_value
    FROM core_accelerator
    WHERE list_price_usd IS NOT NULL AND dense_fp16_tflops IS NOT NULL AND released_on <= DATE '2024-12-31'
),
fit AS (
    SELECT
        count(*) AS n,
        min(released_on) AS day_from,
        max(released_on) AS day_to,
        string_agg(name, ', ' ORDER BY released_on, name) AS names,
        regr_slope(log_value, years) AS slope,
        slope_error(log_value, years) * t_of_90_percent(count(*)) AS margin
    FROM chip
    HAVING count(*) > 2
)
SELECT
    exp(slope) AS measured,
    exp(slope - margin) AS low,
    exp(slope + margin) AS high,
    0.9 AS interval_level,
    n,
    format('{} accelerators with a known list price, {} to {}: {}.', n, day_from, day_to, names) AS evidence
FROM fit
