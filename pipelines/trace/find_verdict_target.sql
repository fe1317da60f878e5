-- The search cost of a verdict: the one with its amount, the first of them by date.
SELECT * FROM core_search_cost WHERE target = $target AND usd_per_query = $target_usd_per_query ORDER BY valid_from LIMIT 1
