-- The first day after $as_of on which a known price begins, is announced to begin, ends or becomes stale.
SELECT min(day) AS day
FROM (
    SELECT unnest([valid_from, valid_to, last_confirmed_on + $stale_days::INTEGER + 1]) AS day FROM out_price_history
    UNION ALL
    SELECT valid_from FROM core_price_observation
)
WHERE day > $as_of
