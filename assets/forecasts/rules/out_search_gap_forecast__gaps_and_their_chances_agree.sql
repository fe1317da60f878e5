-- gaps increase with their quantile, and 0 <= P(level) <= P(first passage) <= 1
-- severity: error
SELECT bar, workload, target, date FROM out_search_gap_forecast
WHERE NOT (log10_gap_p10 <= log10_gap_p50 AND log10_gap_p50 <= log10_gap_p90
           AND 0 <= p_level AND p_level <= p_first_passage AND p_first_passage <= 1
           AND 0 <= p_level_still AND p_level_still <= p_first_passage_still
           AND p_first_passage_still <= 1)
