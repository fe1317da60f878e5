-- What a search costs, as known on a day; the target $included is the search that an answer pays for.
SELECT $as_of::DATE AS as_of, target, usd_per_query, valid_from, valid_to
FROM core_search_cost
WHERE valid_from <= $as_of
UNION ALL
SELECT $as_of, $included, usd_per_query, valid_from, valid_to
FROM _search_price
WHERE valid_from <= $as_of AND usd_per_query IS NOT NULL
ORDER BY ALL
