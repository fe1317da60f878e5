-- The frontier at one bar for one workload, step by step, with names for its models.
SELECT
    step.*,
    coalesce(model.name, step.model_id) AS model,
    coalesce(runner_up.name, step.runner_up_model_id) AS runner_up_model
FROM out_frontier AS step
LEFT JOIN core_model AS model ON model.model_id = step.model_id
LEFT JOIN core_model AS runner_up ON runner_up.model_id = step.runner_up_model_id
WHERE step.bar = $bar AND step.workload = $workload
ORDER BY step.valid_from
