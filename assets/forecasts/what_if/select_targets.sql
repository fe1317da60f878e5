-- The target asked about, or every target.
SELECT * FROM core_search_cost WHERE target = coalesce($target, target)
