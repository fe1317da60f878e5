-- The stored scores of the history's newest days, as they are shipped.
SELECT * FROM _verdict_score ORDER BY ALL
