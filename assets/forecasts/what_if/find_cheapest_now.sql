-- The cheapest offer of a scenario today, the part of its cost that pays for searches, and whether its model reasons in
-- the answer.
SELECT
    step.usd_per_query,
    coalesce(workload.searches * step.search_usd_per_query, 0) AS search_usd,
    CASE workload.answered_by WHEN 'any' THEN model.reasoning ELSE workload.answered_by = 'reasoning' END AS reasoning
FROM _frontier AS step
INNER JOIN core_workload AS workload ON workload.workload = step.workload
INNER JOIN core_model AS model ON model.model_id = step.model_id
WHERE step.bound = 'central' AND step.valid_to IS NULL
