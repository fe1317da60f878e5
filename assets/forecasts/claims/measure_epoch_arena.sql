-- Epoch's rule on our own prices for the study's own bar and period: the slope of log price over record lows.
SELECT
    *,
    format('{} record lows of a chat answer on the same bar and over the same period, our own prices.', n) AS evidence
FROM record_low_fall('arena-text>=gpt-4-0314', DATE '2024-10-03')
