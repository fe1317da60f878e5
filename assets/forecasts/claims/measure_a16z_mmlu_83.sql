-- Times cheaper a year, first to last price of a chat answer at GPT-4's level over the period of the claim, on the three bars
-- of that level.
WITH span AS (
    SELECT
        bar,
        greatest(min(valid_from), DATE '2023-03-01') AS day_from,
        DATE '2024-11-01' AS day_to,
        arg_min(usd_per_query, valid_from)::DOUBLE AS usd_from,
        arg_max(usd_per_query, valid_from)::DOUBLE AS usd_to
    FROM out_frontier
    WHERE bar LIKE '%>=gpt-4-0314' AND workload = 'chat' AND valid_from <= DATE '2024-11-01'
    GROUP BY bar
),
rate AS (
    SELECT *, pow(usd_from / usd_to, 365.25 / date_diff('day', day_from, day_to)) AS factor_per_year
    FROM span
    WHERE day_to - day_from >= 300
)
SELECT
    any_value(factor_per_year) FILTER (WHERE bar = 'eci>=gpt-4-0314') AS measured,
    min(factor_per_year) AS low,
    max(factor_per_year) AS high,
    NULL AS interval_level,
    count(*) AS n,
    format(
        'On the headline bar from ${:.4f} to ${:.6f} an answer in {:.1f} years; low and high are the {} bars of that level.',
        any_value(usd_from) FILTER (WHERE bar = 'eci>=gpt-4-0314'),
        any_value(usd_to) FILTER (WHERE bar = 'eci>=gpt-4-0314'),
        any_value(date_diff('day', day_from, day_to)) FILTER (WHERE bar = 'eci>=gpt-4-0314') / 365.25,
        count(*)
    ) AS evidence
FROM rate
HAVING count(*) > 0
