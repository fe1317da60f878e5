-- The frontier of the first bar and workload that have one, for a chart.
SELECT
    step.bar,
    step.workload,
    step.valid_from,
    step.usd_per_query::DOUBLE AS usd,
    step.model_id
FROM out_frontier AS step
INNER JOIN core_bar AS bar ON bar.bar = step.bar
INNER JOIN core_workload AS workload ON workload.workload = step.workload
QUALIFY dense_rank() OVER (ORDER BY bar.position, workload.position) = 1
ORDER BY step.valid_from
