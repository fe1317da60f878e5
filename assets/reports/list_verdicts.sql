-- Every verdict with the labels of its bar, workload and target, in published order.
WITH search AS (
    SELECT
        target,
        last(label ORDER BY valid_from) AS target_label,
        last(source_url ORDER BY valid_from) AS target_url,
        last(quality ORDER BY valid_from) AS target_quality
    FROM core_search_cost
    GROUP BY target
)
SELECT
    verdict.*,
    bar.label AS bar_label,
    workload.label AS workload_label,
    workload.input_tokens,
    workload.cached_input_tokens,
    workload.output_tokens,
    workload.searches,
    search.target_label,
    search.target_url,
    search.target_quality,
    coalesce(model.name, verdict.model_id) AS model,
    coalesce(now_model.name, verdict.now_model_id) AS now_model,
    coalesce(stale_model.name, verdict.stale_model_id) AS stale_model
FROM out_verdict AS verdict
INNER JOIN core_bar AS bar ON bar.bar = verdict.bar
INNER JOIN core_workload AS workload ON workload.workload = verdict.workload
INNER JOIN search ON search.target = verdict.target
LEFT JOIN core_model AS model ON model.model_id = verdict.model_id
LEFT JOIN core_model AS now_model ON now_model.model_id = verdict.now_model_id
LEFT JOIN core_model AS stale_model ON stale_model.model_id = verdict.stale_model_id
ORDER BY verdict.position
