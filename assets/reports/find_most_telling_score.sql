-- The missing score that is expected to narrow the range of today's cost most; no row where none would by a thousandth.
SELECT model.name AS model, bar.label AS bar_label, missing.cost_range_dex, missing.expected_narrowing_dex
FROM out_missing_score AS missing
INNER JOIN core_model AS model ON model.model_id = missing.model_id
INNER JOIN core_bar AS bar ON bar.bar = missing.bar
WHERE missing.bar = $bar AND missing.workload = $workload AND missing.expected_narrowing_dex >= 0.001
ORDER BY missing.expected_narrowing_dex DESC, missing.rank
LIMIT 1
