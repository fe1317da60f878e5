-- no search cost ends before it starts
-- severity: error
SELECT target, valid_from, valid_to FROM core_search_cost WHERE valid_to <= valid_from
