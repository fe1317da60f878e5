-- Fall of the cost of a chat answer by a given day: what several claims are measured by.

-- The chat frontier up to a day. GPT-3.5's level counts from the day on which that model itself was on sale: before,
-- only the more expensive GPT-4 has a score on the index.
CREATE OR REPLACE MACRO chat_frontier(until) AS TABLE
SELECT bar, valid_from AS day, usd_per_query::DOUBLE AS usd, until AS day_to
FROM out_frontier
WHERE workload = 'chat'
  AND (bar <> 'eci>=gpt-3.5-turbo-0613' OR valid_from >= DATE '2023-06-13')
  AND valid_from <= until;

-- Epoch's rule: only the days on which a bar became cheaper than ever before; years count from 2023.
CREATE OR REPLACE MACRO record_lows(until) AS TABLE
SELECT bar, day, log10(usd) AS log_usd, date_diff('day', DATE '2023-01-01', day) / 365.0 AS years
FROM chat_frontier(until)
QUALIFY usd < coalesce(
    min(usd) OVER (PARTITION BY bar ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), usd + 1
);

-- Half the width of a slope's 90% interval over its error, by Student's t with n - 2 degrees of freedom.
CREATE OR REPLACE MACRO t_of_90_percent(n) AS
    [6.314, 2.920, 2.353, 2.132, 2.015, 1.943, 1.895, 1.860, 1.833, 1.812, 1.796, 1.782][least(n - 2, 12)];

-- Standard error of the slope of y on x.
CREATE OR REPLACE MACRO slope_error(y, x) AS
    sqrt(greatest(regr_syy(y, x) - pow(regr_sxy(y, x), 2) / regr_sxx(y, x), 0) / (count(*) - 2) / regr_sxx(y, x));

-- Times cheaper a year at one bar: the slope over its record lows, with its 90% interval.
CREATE OR REPLACE MACRO record_low_fall(of_bar, until) AS TABLE
SELECT
    pow(10, -slope) AS measured,
    pow(10, -slope - margin) AS low,
    pow(10, -slope + margin) AS high,
    0.9 AS interval_level,
    n
FROM (
    SELECT
        count(*) AS n,
        regr_slope(log_usd, years) AS slope,
        slope_error(log_usd, years) * t_of_90_percent(count(*)) AS margin
    FROM record_lows(until)
    WHERE bar = of_bar
    HAVING count(*) > 2
);

-- Times cheaper a year at each bar that was on sale for 300 days by then: first to last price.
CREATE OR REPLACE MACRO fall_of_bars(until) AS TABLE
SELECT
    bar,
    min(day) AS day_from,
    day_to,
    pow(arg_min(usd, day) / arg_max(usd, day), 365.25 / date_diff('day', min(day), day_to)) AS factor_per_year
FROM chat_frontier(until)
GROUP BY bar, day_to
HAVING date_diff('day', min(day), day_to) >= 300;

-- The geometric mean over those bars, or over those of GPT-4's level and above alone.
CREATE OR REPLACE MACRO mean_fall(until, with_gpt_3_5) AS TABLE
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
FROM fall_of_bars(until)
WHERE with_gpt_3_5 OR bar NOT LIKE '%gpt-3.5%'
HAVING count(*) > 0;

-- Times cheaper of the cheapest answer at GPT-4's level from one day to another, over the three bars of that level and
-- the workloads that buy no search.
CREATE OR REPLACE MACRO fall_at_gpt_4(day_from, day_to) AS TABLE
SELECT
    start.bar,
    start.workload,
    start.usd_per_query::DOUBLE / finish.usd_per_query::DOUBLE AS times_cheaper
FROM out_frontier AS start
INNER JOIN out_frontier AS finish ON finish.bar = start.bar AND finish.workload = start.workload
WHERE start.bar LIKE '%>=gpt-4-0314'
  AND start.search_usd_per_query IS NULL
  AND start.valid_from <= day_from
  AND coalesce(start.valid_to, DATE '9999-12-31') > day_from
  AND finish.valid_from <= day_to
  AND coalesce(finish.valid_to, DATE '9999-12-31') > day_to;

-- Times cheaper a year at GPT-3.5's level, first to last price until a day, from the day on which the model that sets the
-- bar was on sale.
CREATE OR REPLACE MACRO fall_at_gpt_3_5(until) AS TABLE
WITH span AS (
    SELECT
        workload,
        min(valid_from) AS day_from,
        until AS day_to,
        arg_min(usd_per_query, valid_from)::DOUBLE AS usd_from,
        arg_max(usd_per_query, valid_from)::DOUBLE AS usd_to
    FROM out_frontier
    WHERE bar = 'eci>=gpt-3.5-turbo-0613'
      AND search_usd_per_query IS NULL
      AND valid_from >= DATE '2023-06-13'
      AND valid_from <= until
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
HAVING count(*) > 0;

-- Times cheaper a year through better algorithms, from the split of the fall of a chat answer's cost: the longest stretch
-- up to a day in which algorithms are measured. The split of the whole time runs past that day.
CREATE OR REPLACE MACRO algorithms_fall(until) AS TABLE
SELECT
    factor_per_year AS measured,
    low,
    high,
    interval_level,
    n,
    format(
        'Share of algorithms in the fall on the headline bar, {} to {}, from {} figures: {}.',
        period_from,
        period_to,
        n,
        method
    ) AS evidence
FROM out_driver
WHERE bar = 'eci>=gpt-4-0314'
  AND workload = 'chat'
  AND driver = 'algorithms'
  AND span <> 'whole'
  AND measured
  AND period_to <= until
ORDER BY period_to - period_from DESC, period_to DESC
LIMIT 1;
