-- How many times cheaper does it become per year, by each method?
SELECT method, factor_per_year, low, high, interval_level, n, window_from, window_to
FROM out_trend
WHERE bar = 'eci>=gpt-4-0314' AND workload = 'chat'
ORDER BY method
