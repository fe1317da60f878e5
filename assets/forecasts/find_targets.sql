-- The cost of search to hold an answer against: the value in force on the as-of date, the last one of a retired product.
SELECT
    target,
    last(usd_per_query ORDER BY valid_from)::DOUBLE AS usd_per_query
FROM core_search_cost
WHERE valid_from <= $as_of
GROUP BY target
ORDER BY target
