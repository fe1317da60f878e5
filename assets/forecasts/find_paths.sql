-- The pool's stored paths (of one bar, or of all), with the part of each workload's cost today that pays for searches.
SELECT
    path.bar,
    path.workload,
    path.n_paths,
    path.n_months,
    path.log10_ratio,
    (workload.searches * coalesce(step.search_usd_per_query, 0) / step.usd_per_query)::DOUBLE AS search_share
FROM _forecast_path AS path
INNER JOIN core_workload AS workload ON workload.workload = path.workload
INNER JOIN out_frontier AS step
    ON step.bar = path.bar
    AND step.workload = path.workload
    AND step.valid_to IS NULL
WHERE path.bar = coalesce($bar, path.bar)
ORDER BY path.bar, path.workload
