-- By each method, the probability of reaching one target within one and five years from all data, from data before and
-- from data after the break of October 2024.
SELECT
    method,
    max(p_1y) FILTER (what = 'all') AS p_1y,
    max(p_1y) FILTER (what LIKE 'until%') AS p_1y_until,
    max(p_1y) FILTER (what LIKE 'since%') AS p_1y_since,
    max(p_5y) FILTER (what = 'all') AS p_5y,
    max(p_5y) FILTER (what LIKE 'until%') AS p_5y_until,
    max(p_5y) FILTER (what LIKE 'since%') AS p_5y_since
FROM out_sensitivity
WHERE kind = 'break' AND bar = $bar AND workload = $workload AND target = $target
GROUP BY method
ORDER BY method != $method, p_1y, method
