-- The stored prices of the history's newest days, as they are shipped.
SELECT * FROM _verdict_price ORDER BY ALL
