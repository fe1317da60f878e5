-- a score is expected to narrow the range of a cost by no more than the range, and is valued wherever there is a frontier
-- severity: error
SELECT bar, workload, rank, p_qualifies, cost_range_dex, expected_narrowing_dex FROM out_missing_score
WHERE NOT coalesce(0 < p_qualifies AND p_qualifies < 1, false)
   OR (frontier_usd_per_query IS NULL) <> (expected_narrowing_dex IS NULL)
   OR (frontier_usd_per_query IS NULL) <> (cost_range_dex IS NULL)
   OR NOT coalesce(-0.000001 <= expected_narrowing_dex AND expected_narrowing_dex <= cost_range_dex + 0.000001, true)
