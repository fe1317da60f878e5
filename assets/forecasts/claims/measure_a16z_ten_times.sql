-- Times cheaper a year, first to last price of a chat answer, at each bar that was on sale for 300 days by the end of
-- the period of the claim (2021-11 to 2024-11; our prices start in March 2023). GPT-3.5's level counts from the day on
-- which that model itself was on sale: before, only the dearer GPT-4 has a score on the index.
WITH span AS (
    SELECT
        bar,
        min(valid_from) AS day_from,
        DATE '2024-11-01' AS day_to,
        arg_min(usd_per_query, valid_from)::DOUBLE AS usd_from,
        arg_max(usd_per_query, valid_from)::DOUBLE AS usd_to
    FROM out_frontier
    WHERE workload = 'chat'
      AND (bar <> 'eci>=gpt-3.5-turbo-0613' OR valid_from >= DATE '2023-06-13')
      AND valid_from <= DATE '2024-11-01'
    GROUP BY bar
),
rate AS (
    SELECT *, pow(usd_from / usd_to, 365.25 / date_diff('day', day_from, day_to)) AS factor_per_year
    FROM span
    WHERE day_to - day_from >= 300
)
SELECT
    exp(avg(ln(factor_per_year))) AS measured,
    min(factor_per_year) AS low,
    max(factor_per_year) AS high,
    NULL AS interval_level,
    count(*) AS n,
    format(
        'Geometric mean of {} bars, {} to {}: {} times a year.',
        count(*),
        min(day_from),
        max(day_to),
        string_agg(format('{} {:.1f}', bar, factor_per_year), ', ' ORDER BY factor_per_year, bar)
    ) AS evidence
FROM rate
HAVING count(*) > 0
