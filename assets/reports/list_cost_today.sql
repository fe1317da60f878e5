-- The cost of an answer today at the bars of one level, and at models that pass two of them.
SELECT
    cost.*,
    coalesce(model.name, cost.model_id) AS model,
    bar.label AS bar_label,
    (
        SELECT string_agg(failed.label, ' and ' ORDER BY failed.position)
        FROM core_bar AS failed
        WHERE list_contains(string_split(cost.failed_bars, ', '), failed.bar)
    ) AS failed_labels
FROM out_cost_today AS cost
LEFT JOIN core_model AS model ON model.model_id = cost.model_id
LEFT JOIN core_bar AS bar ON bar.bar = cost.bar
WHERE cost.workload = $workload AND cost.bar LIKE '%>=' || $level
ORDER BY bar.position NULLS LAST, cost.bar
