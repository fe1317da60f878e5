-- The verdicts at one level for one workload, with the labels of their bars and targets, for a chart.
WITH search AS (
    SELECT target, last(label ORDER BY valid_from) AS target_label FROM core_search_cost GROUP BY target
)
SELECT verdict.*, bar.label AS bar_label, search.target_label
FROM out_verdict AS verdict
INNER JOIN core_bar AS bar ON bar.bar = verdict.bar
INNER JOIN search ON search.target = verdict.target
WHERE verdict.workload = $workload AND verdict.bar LIKE '%>=' || $level
ORDER BY verdict.position
