-- The rows of one shipped file of the history, of days before the first that this home has published.
SELECT *
FROM read_parquet($file)
WHERE as_of < coalesce((SELECT min(as_of) FROM _verdict_day WHERE basis = 'published'), DATE '9999-12-31')
