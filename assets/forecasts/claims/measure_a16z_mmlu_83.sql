-- Times cheaper a year, first to last price at GPT-4's level over the period of the claim, over the three bars of that
-- level and the workloads that buy no search.
WITH span AS (
    SELECT
        bar,
        workload,
        min(valid_from) AS day_from,
        DATE '2024-11-01' AS day_to,
        arg_min(usd_per_query, valid_from)::DOUBLE AS usd_from,
        arg_max(usd_per_query, valid_from)::DOUBLE AS usd_to
    FROM out_frontier
    WHERE bar LIKE '%>=gpt-4-0314' AND search_usd_per_query IS NULL AND valid_from <= DATE '2024-11-01'
    GROUP BY bar, workload
),
rate AS (
    SELECT *, pow(usd_from / usd_to, 365.25 / date_diff('day', day_from, day_to)) AS factor_per_year
    FROM span
    WHERE day_to - day_from >= 300
)
SELECT
    any_value(factor_per_year) FILTER (WHERE bar = 'eci>=gpt-4-0314' AND workload = 'chat') AS measured,
    min(factor_per_year) AS low,
    max(factor_per_year) AS high,
    NULL AS interval_level,
    count(*) AS n,
    format(
        'A chat answer on the headline bar went from ${:.4f} to ${:.6f} in {:.1f} years; {} pairs of bar and workload.',
        any_value(usd_from) FILTER (WHERE bar = 'eci>=gpt-4-0314' AND workload = 'chat'),
        any_value(usd_to) FILTER (WHERE bar = 'eci>=gpt-4-0314' AND workload = 'chat'),
        any_value(date_diff('day', day_from, day_to) / 365.25)
            FILTER (WHERE bar = 'eci>=gpt-4-0314' AND workload = 'chat'),
        count(*)
    ) AS evidence
FROM rate
HAVING count(*) > 0
