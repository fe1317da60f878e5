-- What the cheapest answer costs today, as numbers.
SELECT bar, workload, usd_per_query::DOUBLE AS usd
FROM out_frontier
WHERE valid_to IS NULL
ORDER BY bar, workload
