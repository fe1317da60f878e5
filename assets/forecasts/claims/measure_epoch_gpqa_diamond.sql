-- Epoch's rule on our own prices for the study's own bar and period: the slope of log price over record lows, with its
-- 90% interval (Student-t with n - 2 degrees of freedom).
WITH record AS (
    SELECT bar, valid_from AS day, log10(usd_per_query::DOUBLE) AS log_usd
    FROM out_frontier
    WHERE bar = 'gpqa-diamond>=gpt-4-0314' AND workload = 'chat' AND valid_from <= DATE '2024-12-13'
    QUALIFY usd_per_query < coalesce(
        min(usd_per_query) OVER (
            PARTITION BY bar ORDER BY valid_from ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ),
        usd_per_query + 1
    )
),
fit AS (
    SELECT
        count(*) AS n,
        regr_slope(log_usd, years) AS slope,
        sqrt(
            greatest(regr_syy(log_usd, years) - pow(regr_sxy(log_usd, years), 2) / regr_sxx(log_usd, years), 0)
            / (count(*) - 2)
            / regr_sxx(log_usd, years)
        ) AS error
    FROM (SELECT log_usd, date_diff('day', DATE '2023-01-01', day) / 365.0 AS years FROM record)
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
    pow(10, -slope) AS measured,
    pow(10, -slope - margin) AS low,
    pow(10, -slope + margin) AS high,
    0.9 AS interval_level,
    n,
    format('{} record lows of a chat answer on the same bar and over the same period, our own prices.', n) AS evidence
FROM bounded
