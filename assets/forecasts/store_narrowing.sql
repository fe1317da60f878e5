-- Put what each score is expected to tell into its row.
UPDATE out_missing_score
SET cost_range_dex = narrowing.range_dex, expected_narrowing_dex = narrowing.narrowing_dex
FROM (
    SELECT
        unnest($bar::VARCHAR[]) AS bar,
        unnest($workload::VARCHAR[]) AS workload,
        unnest($rank::INTEGER[]) AS rank,
        unnest($range::DOUBLE[]) AS range_dex,
        unnest($narrowing::DOUBLE[]) AS narrowing_dex
) AS narrowing
WHERE narrowing.bar = out_missing_score.bar
  AND narrowing.workload = out_missing_score.workload
  AND narrowing.rank = out_missing_score.rank
