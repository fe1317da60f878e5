-- What the pool is made of, the largest weight first.
SELECT method, weight
FROM out_pool_weight
WHERE weight > 0
ORDER BY weight DESC, method
