-- Every cost of a search with its first day; a withdrawn product keeps its last price as a reference.
SELECT target, valid_from, usd_per_query
FROM core_search_cost
WHERE valid_from <= $as_of
ORDER BY target, valid_from
