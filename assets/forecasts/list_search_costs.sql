-- Every dated cost of a search as numbers, to draw from.
SELECT
    target,
    kind,
    usd_per_query::DOUBLE AS usd,
    usd_per_query_low::DOUBLE AS low,
    usd_per_query_high::DOUBLE AS high,
    quality,
    valid_from,
    valid_to
FROM core_search_cost
ORDER BY target, valid_from
