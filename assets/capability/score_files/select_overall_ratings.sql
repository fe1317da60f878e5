-- The ratings over all questions in a Parquet file of the leaderboard.
SELECT *
FROM read_parquet($file)
WHERE category = 'overall'
