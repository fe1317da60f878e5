-- Times cheaper a year, first to last price of an answer at GPT-3.5's level, within the period of the claim (November
-- 2022 to October 2024), from the day on which the model that sets the bar was on sale.
WITH span AS (
    SELECT
        workload,
        min(valid_from) AS day_from,
        DATE '2024-10-01' AS day_to,
        arg_min(usd_per_query, valid_from)::DOUBLE AS usd_from,
        arg_max(usd_per_query, valid_from)::DOUBLE AS usd_to
    FROM out_frontier
    WHERE bar = 'eci>=gpt-3.5-turbo-0613'
      AND search_usd_per_query IS NULL
      AND valid_from >= DATE '2023-06-13'
      AND valid_from <= DATE '2024-10-01'
    GROUP BY workload
),
rate AS (
    SELECT *, pow(usd_from / usd_to, 365.25 / date_diff('day', day_from, day_to)) AS factor_per_year
    FROM span
    WHERE day_to - day_from >= 300
)
SELECT
    any_value(factor_per_year) FILTER (WHERE workload = 'chat') AS measured,
    min(factor_per_year) AS low,
    max(factor_per_year) AS high,
    NULL AS interval_level,
    count(*) AS n,
    format(
        'Chat answer from ${:.5f} on {} to ${:.6f} on {}; {} workloads. The fall from $20 to $2 per million tokens before '
        'March 2023 is in the claim and not in our prices.',
        any_value(usd_from) FILTER (WHERE workload = 'chat'),
        min(day_from),
        any_value(usd_to) FILTER (WHERE workload = 'chat'),
        max(day_to),
        count(*)
    ) AS evidence
FROM rate
HAVING count(*) > 0
