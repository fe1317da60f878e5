-- The stored costs of a search of the history's newest days, as they are shipped.
SELECT * FROM _verdict_target ORDER BY ALL
