-- Times cheaper a year, first to last price of a chat answer, at each bar from GPT-4's level up that was on sale for
-- 300 days within the period of the study (2023 to 2025).
WITH span AS (
    SELECT
        bar,
        min(valid_from) AS day_from,
        DATE '2025-12-31' AS day_to,
        arg_min(usd_per_query, valid_from)::DOUBLE AS usd_from,
        arg_max(usd_per_query, valid_from)::DOUBLE AS usd_to
    FROM out_frontier
    WHERE bar NOT LIKE '%gpt-3.5%' AND workload = 'chat' AND valid_from <= DATE '2025-12-31'
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
