-- scores in percent lie between 0 and 100
-- severity: error
SELECT model_id, benchmark, score FROM core_score
WHERE benchmark NOT IN ('eci', 'teci', 'arena-text') AND score NOT BETWEEN 0 AND 100
