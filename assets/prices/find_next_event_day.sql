-- The first day after $as_of on which a known price begins or ends.
SELECT min(day) AS day
FROM (SELECT unnest([valid_from, valid_to]) AS day FROM out_price_history)
WHERE day > $as_of
