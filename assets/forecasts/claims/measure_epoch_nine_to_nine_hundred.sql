-- Epoch's rule on our own prices: the slope of log price over the record lows of each bar that has at least four of
-- them by the end of the study's data (2025-02-05).
WITH fit AS (
    SELECT bar, count(*) AS n, pow(10, -regr_slope(log_usd, years)) AS rate
    FROM record_lows(DATE '2025-02-05')
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
