-- The score by which the model of a step of the frontier qualifies.
SELECT *
FROM core_score
WHERE model_id = $model_id
  AND score = $score
  AND vintage = $vintage
  AND score_effort = $score_effort
  AND starts_with($bar, benchmark)
ORDER BY benchmark, scale, effort
LIMIT 1
