-- Every verdict with what decides who may answer.
SELECT
    verdict.bar,
    verdict.workload,
    verdict.target,
    verdict.status,
    verdict.crossed_on,
    verdict.model_id,
    verdict.provider,
    verdict.usd_per_query,
    verdict.target_usd_per_query,
    verdict.now_model_id,
    verdict.now_provider,
    verdict.now_usd_per_query,
    verdict.now_target_usd_per_query,
    verdict.p_1y,
    verdict.p_3y,
    verdict.p_5y,
    workload.answered_by,
    coalesce(workload.searches, 0) AS searches
FROM out_verdict AS verdict
LEFT JOIN core_workload AS workload ON workload.workload = verdict.workload
ORDER BY verdict.position
