-- a search cost lies within its own range
-- severity: error
SELECT target, valid_from, usd_per_query_low, usd_per_query, usd_per_query_high FROM core_search_cost
WHERE usd_per_query < usd_per_query_low OR usd_per_query > usd_per_query_high
