-- The days between which the fall is split: the first day of each bar, the end of each year, and the as-of date.
WITH first AS (
    SELECT bar, min(valid_from) AS day FROM out_frontier WHERE workload = $workload GROUP BY bar
),
day AS (
    SELECT bar, day FROM first
    UNION
    SELECT first.bar, make_date(year::INTEGER, 12, 31)
    FROM first, generate_series(year(first.day), year($as_of::DATE) - 1) AS years (year)
    UNION
    SELECT bar, $as_of::DATE FROM first
)
SELECT step.bar, day.day, step.usd_per_query AS usd
FROM day
INNER JOIN out_frontier AS step
    ON step.bar = day.bar
    AND step.workload = $workload
    AND step.valid_from <= day.day
    AND (step.valid_to IS NULL OR step.valid_to > day.day)
ORDER BY step.bar, day.day
