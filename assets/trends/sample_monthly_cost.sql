-- The frontier at the end of each calendar month, the month in progress at the as-of date.
WITH month_end AS (
    SELECT least(last_day(month::DATE), $as_of::DATE) AS date
    FROM generate_series(
        date_trunc('month', (SELECT min(valid_from) FROM out_frontier)),
        date_trunc('month', $as_of::DATE),
        INTERVAL 1 MONTH
    ) AS months (month)
)
SELECT step.bar, step.workload, month_end.date, step.usd_per_query, step.provider, step.model_id
FROM month_end
INNER JOIN out_frontier AS step
    ON step.valid_from <= month_end.date
    AND (step.valid_to IS NULL OR step.valid_to > month_end.date)
ORDER BY step.bar, step.workload, month_end.date
