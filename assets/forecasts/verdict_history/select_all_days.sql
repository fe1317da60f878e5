-- The days of the history, as they are shipped.
SELECT * FROM _verdict_day ORDER BY ALL
