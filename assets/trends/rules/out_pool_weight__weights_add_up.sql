-- the shares of the pool add up to 1 within 1e-9
-- severity: error
SELECT sum(weight) AS sum FROM out_pool_weight HAVING abs(sum(weight) - 1) > 1e-9
