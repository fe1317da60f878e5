-- the lowest seller is no more expensive than the median one, nor that one than the highest
-- severity: error
SELECT bar, workload, date, model_id FROM out_market_spread
WHERE NOT lowest_usd_per_query <= median_usd_per_query
   OR NOT median_usd_per_query <= highest_usd_per_query
