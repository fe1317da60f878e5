-- The first day after $as_of on which a known price of tokens or of a search begins.
SELECT min(day) AS day
FROM (
    SELECT valid_from AS day FROM out_price_history
    UNION ALL
    SELECT valid_from FROM _search_price
)
WHERE day > $as_of
