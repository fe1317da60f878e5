-- Times cheaper of the median list price of all offers (3:1 input to output), from the first month with ten offers to the
-- month of the claim (June 2026); the range is that of the two quartiles. Nothing holds quality fixed.
WITH month AS (
    SELECT
        day,
        count(*) AS n,
        quantile_cont(log_usd, 0.25) AS lower_quartile,
        median(log_usd) AS middle,
        quantile_cont(log_usd, 0.75) AS upper_quartile
    FROM offers_each_month(DATE '2023-01-01', DATE '2026-06-01')
    GROUP BY day
    HAVING count(*) >= 10
),
fall AS (
    SELECT
        min(day) AS day_from,
        max(day) AS day_to,
        arg_min(middle, day) AS middle_from,
        arg_max(middle, day) AS middle_to,
        arg_min(middle, day) - arg_max(middle, day) AS middle,
        arg_min(lower_quartile, day) - arg_max(lower_quartile, day) AS lower_quartile,
        arg_min(upper_quartile, day) - arg_max(upper_quartile, day) AS upper_quartile,
        arg_min(n, day) + arg_max(n, day) AS n
    FROM month
    HAVING count(*) > 1
)
SELECT
    exp(middle) AS measured,
    exp(least(lower_quartile, middle, upper_quartile)) AS low,
    exp(greatest(lower_quartile, middle, upper_quartile)) AS high,
    NULL AS interval_level,
    n,
    format(
        'Median of all list prices ${:.2f} per million tokens in {}, ${:.2f} in {}.',
        exp(middle_from),
        strftime(day_from, '%B %Y'),
        exp(middle_to),
        strftime(day_to, '%B %Y')
    ) AS evidence
FROM fall
