-- What one search costs that an answer buys, in force from start_day until before end_day (days since 1970).
WITH price AS (
    SELECT *, usd_per_query IS DISTINCT FROM lag(usd_per_query) OVER (ORDER BY valid_from) AS is_new
    FROM internal._search_price
    WHERE valid_from <= $as_of
),
numbered AS (
    SELECT *, count(*) FILTER (WHERE is_new) OVER (ORDER BY valid_from) AS step
    FROM price
)
SELECT
    any_value(usd_per_query)::VARCHAR AS usd,
    min(valid_from) - DATE '1970-01-01' AS start_day,
    CASE WHEN max(coalesce(valid_to, DATE '9999-12-31')) <= $as_of THEN max(valid_to) - DATE '1970-01-01' END AS end_day
FROM numbered
WHERE usd_per_query IS NOT NULL
GROUP BY step
ORDER BY start_day
