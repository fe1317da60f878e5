-- How many rows of one Parquet file another one lacks; a row that is there twice counts twice.
SELECT count(*) AS rows
FROM (FROM read_parquet($first) EXCEPT ALL FROM read_parquet($second))
