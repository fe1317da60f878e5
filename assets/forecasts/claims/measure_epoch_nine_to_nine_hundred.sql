-- Epoch's rule on our own prices: the slope of log price over the record lows of each bar that has at least four of
-- them by the end of the study's data (2025-02-05). GPT-3.5's level counts from the day on which that model was on
-- sale.
WITH record AS (
    SELECT bar, valid_from AS day, log10(usd_per_query::DOUBLE) AS log_usd
    FROM out_frontier
    WHERE workload = 'chat'
      AND (bar <> 'eci>=gpt-3.5-turbo-0613' OR valid_from >= DATE '2023-06-13')
      AND valid_from <= DATE '2025-02-05'
    QUALIFY usd_per_query < coalesce(
        min(usd_per_query) OVER (
            PARTITION BY bar ORDER BY valid_from ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ),
        usd_per_query + 1
    )
),
fit AS (
    SELECT bar, count(*) AS n, pow(10, -365 * regr_slope(log_usd, date_diff('day', DATE '2023-01-01', day))) AS rate
    FROM record
    GROUP BY bar
    HAVING count(*) >= 4
)
SELECT
    median(rate) AS measured,
    min(rate) AS low,
    max(rate) AS high,
    NULL AS interval_level,
    count(*) AS n,
    format(
        'Chat answer, list prices: {} times cheaper a year ({} bars, {} record lows in all).',
        string_agg(format('{} {:.0f}', bar, rate), ', ' ORDER BY rate, bar),
        count(*),
        sum(n)::BIGINT
    ) AS evidence
FROM fit
