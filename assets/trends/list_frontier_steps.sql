-- Every step of every frontier, in order of time within a bar and workload.
SELECT bar, workload, valid_from, usd_per_query::DOUBLE AS usd
FROM out_frontier
ORDER BY bar, workload, valid_from
