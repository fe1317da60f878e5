-- Years from March 2023 to the month at which two straight lines fit the logarithm of the monthly cost of a chat answer
-- best (smallest sum of squares, at least six months on both sides), up to the claim (2026-03-30), over the bars at
-- GPT-4's level.
WITH month AS (
    SELECT unnest(generate_series(DATE '2023-04-01', DATE '2026-03-01', INTERVAL 1 MONTH))::DATE AS day
),
cost AS (
    SELECT
        frontier.bar,
        month.day,
        date_diff('month', DATE '2023-03-01', month.day) / 12 AS years,
        ln(frontier.usd_per_query::DOUBLE) AS log_usd
    FROM month
    INNER JOIN out_frontier AS frontier
        ON frontier.valid_from <= month.day AND coalesce(frontier.valid_to, DATE '9999-12-31') > month.day
    WHERE frontier.workload = 'chat' AND frontier.bar LIKE '%>=gpt-4-0314'
),
side AS (
    SELECT
        cost.bar,
        month.day AS break_on,
        count(*) AS months,
        regr_syy(log_usd, years) - pow(regr_sxy(log_usd, years), 2) / regr_sxx(log_usd, years) AS squares,
        -regr_slope(log_usd, years) AS rate
    FROM cost
    CROSS JOIN month
    GROUP BY cost.bar, month.day, cost.day >= month.day
    HAVING count(*) >= 6
),
split AS (
    SELECT bar, break_on, sum(squares) AS squares, sum(months) AS months
    FROM side
    GROUP BY bar, break_on
    HAVING count(*) = 2
),
best AS (
    SELECT
        bar,
        arg_min(break_on, (squares, break_on)) AS break_on,
        arg_min(months, (squares, break_on)) AS months
    FROM split
    GROUP BY bar
)
SELECT
    any_value(date_diff('month', DATE '2023-03-01', break_on) / 12) FILTER (WHERE bar = 'eci>=gpt-4-0314') AS measured,
    min(date_diff('month', DATE '2023-03-01', break_on) / 12) AS low,
    max(date_diff('month', DATE '2023-03-01', break_on) / 12) AS high,
    NULL AS interval_level,
    sum(months)::INTEGER AS n,
    format(
        'Two lines fit best with the break at {}, by month and bar of the cheapest chat answer.',
        string_agg(format('{} for {}', strftime(break_on, '%B %Y'), bar), ', ' ORDER BY break_on, bar)
    ) AS evidence
FROM best
HAVING count(*) > 0
