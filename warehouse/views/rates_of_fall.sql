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
