-- The bars and workloads at which nothing is on sale on the as-of date: there is no cost to forecast from.
SELECT bar, workload FROM out_frontier GROUP BY bar, workload HAVING count(*) FILTER (valid_to IS NULL) = 0
