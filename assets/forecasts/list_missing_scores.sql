-- The models on sale without a score where the bar has a frontier, with their chances, by bar and workload.
SELECT
    bar,
    workload,
    rank,
    usd_per_query::DOUBLE AS usd,
    frontier_usd_per_query::DOUBLE AS frontier_usd,
    p_qualifies
FROM out_missing_score
WHERE frontier_usd_per_query > 0 AND usd_per_query > 0
ORDER BY bar, workload, rank
