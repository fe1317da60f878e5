-- The bars and workloads at which nothing is on sale on the as-of date: there is no cost to forecast from.
SELECT frontier.bar, bar.label AS bar_label, frontier.workload, max(frontier.valid_to) AS ended_on
FROM out_frontier AS frontier
INNER JOIN core_bar AS bar ON bar.bar = frontier.bar
GROUP BY frontier.bar, bar.label, frontier.workload
HAVING count(*) FILTER (frontier.valid_to IS NULL) = 0
ORDER BY frontier.bar, frontier.workload
