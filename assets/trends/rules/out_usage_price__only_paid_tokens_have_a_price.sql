-- the shares of a day add up to 1, and only tokens that are paid for have a price
-- severity: error
SELECT router, used_on, sum(token_share) AS shares FROM out_usage_price
GROUP BY ALL
HAVING abs(sum(token_share) - 1) > 1e-9
    OR count(*) FILTER (WHERE tokens <= 0 OR usd_per_mtok <= 0 OR (kind <> 'paid' AND usd_per_mtok IS NOT NULL)) > 0
