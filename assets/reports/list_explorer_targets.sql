-- Every search with its dated costs, in force from start_day until before end_day (days since 1970); the last cost of a
-- withdrawn search stays as a reference.
WITH step AS (
    SELECT
        *,
        lead(valid_from) OVER same AS next_from,
        lead(valid_from) OVER same IS NULL AS is_last
    FROM core_search_cost
    WHERE valid_from <= $as_of
    WINDOW same AS (PARTITION BY target ORDER BY valid_from)
)
SELECT
    target,
    last(label ORDER BY valid_from) AS label,
    last(kind ORDER BY valid_from) AS kind,
    last(CASE WHEN valid_to <= $as_of THEN valid_to END ORDER BY valid_from) AS ended_on,
    list(usd_per_query::VARCHAR ORDER BY valid_from) AS usd,
    list(valid_from - DATE '1970-01-01' ORDER BY valid_from) AS start_days,
    list(CASE WHEN NOT is_last THEN least(valid_to, next_from) - DATE '1970-01-01' END ORDER BY valid_from) AS end_days
FROM step
GROUP BY target
ORDER BY kind, target
