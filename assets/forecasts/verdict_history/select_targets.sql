-- The stored costs of a search of one day of the history.
SELECT target, usd_per_query, valid_from, valid_to
FROM _verdict_target
WHERE as_of = $as_of
ORDER BY ALL
