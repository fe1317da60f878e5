-- a score lies within its own interval
-- severity: error
SELECT model_id, benchmark, vintage, score_low, score, score_high
FROM core_score WHERE score < score_low OR score > score_high
