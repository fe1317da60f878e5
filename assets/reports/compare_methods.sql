-- The forecasts of each method for one bar, workload and target: probabilities of first passage, dates, and yearly
-- factor.
WITH chance AS (
    SELECT
        method,
        max(p_first_passage) FILTER (WHERE date = origin + INTERVAL 1 YEAR) AS p_1y,
        max(p_first_passage) FILTER (WHERE date = origin + INTERVAL 3 YEAR) AS p_3y,
        max(p_first_passage) FILTER (WHERE date = origin + INTERVAL 5 YEAR) AS p_5y
    FROM out_crossing
    WHERE bar = $bar AND workload = $workload AND target = $target
    GROUP BY method
),
reached AS (
    SELECT method, date_p10, date_p50, date_p90
    FROM out_crossing_date
    WHERE bar = $bar AND workload = $workload AND target = $target
)
SELECT chance.*, reached.date_p10, reached.date_p50, reached.date_p90
FROM chance
LEFT JOIN reached ON reached.method = chance.method
ORDER BY chance.p_1y, chance.p_5y, chance.method
