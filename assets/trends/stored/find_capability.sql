-- The score of each model as known after each snapshot, for answers to each workload.
SELECT capability.known_on, workload.workload, capability.model_id, capability.score
FROM _capability AS capability
INNER JOIN core_workload AS workload ON workload.answered_by = capability.answered_by
ORDER BY capability.known_on, workload.workload, capability.model_id
