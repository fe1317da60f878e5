-- The verdicts of the history, as they are shipped.
SELECT * FROM _verdict_change ORDER BY ALL
