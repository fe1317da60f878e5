-- The answer in one row.
SELECT *
FROM headline
