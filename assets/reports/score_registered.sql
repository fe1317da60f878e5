-- How many forecasts were registered before the event, how many are due, and how those with a value did beside the two
-- baselines that were registered with them: Brier scores of chances, CRPS of the others.
SELECT
    kind,
    min(registered_at) AS first_at,
    max(registered_at) AS last_at,
    (SELECT count(DISTINCT registered_at) FROM out_registered_forecast) AS n_sets,
    count(*) AS n,
    count(*) FILTER (WHERE is_due) AS n_due,
    count(resolved_value) AS n_valued,
    avg(coalesce(crps, brier)) AS score,
    avg(no_change_score) AS no_change_score,
    avg(ten_x_per_year_score) AS ten_x_per_year_score,
    avg(in_80::INTEGER) AS cover_80
FROM out_registered_forecast
GROUP BY kind
ORDER BY list_position(['cost', 'chance', 'rent'], kind)
