-- The days of the history, the newest first.
SELECT * FROM _verdict_day ORDER BY as_of DESC
