-- The steps of every frontier in the vintage of each earlier snapshot, with the part of each cost that buys searches.
SELECT
    step.bar,
    step.bound::DATE AS known_on,
    step.workload,
    step.valid_from,
    step.usd_per_query::DOUBLE AS usd,
    (workload.searches * step.search_usd_per_query)::DOUBLE AS search_usd
FROM (SELECT * FROM _frontier WHERE try_cast(bound AS DATE) IS NOT NULL) AS step
INNER JOIN core_workload AS workload USING (workload)
WHERE step.valid_from <= $as_of
ORDER BY step.bar, step.bound, step.workload, step.valid_from
