-- What a search has cost since when, step by step; a retired product stays a yardstick at its last price.
SELECT target, valid_from, usd_per_query
FROM core_search_cost
WHERE valid_from <= $as_of
ORDER BY target, valid_from
