-- a search costs between a millionth of a dollar and one dollar
-- severity: error
SELECT target, valid_from, usd_per_query FROM core_search_cost WHERE usd_per_query NOT BETWEEN 0.000001 AND 1
