-- The steps of every frontier with the part of each cost that pays for searches, NULL where a workload has none.
SELECT
    step.bar,
    step.workload,
    step.valid_from,
    step.usd_per_query::DOUBLE AS usd,
    (workload.searches * step.search_usd_per_query)::DOUBLE AS search_usd
FROM out_frontier AS step
INNER JOIN core_workload AS workload USING (workload)
WHERE step.valid_from <= $as_of
ORDER BY step.bar, step.workload, step.valid_from
