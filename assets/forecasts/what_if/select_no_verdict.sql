-- The columns of the verdicts without a row.
SELECT * FROM out_verdict LIMIT 0
