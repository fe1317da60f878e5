-- Every keyword of SQL, in capitals.
SELECT upper(keyword_name) AS keyword
FROM duckdb_keywords()
ORDER BY keyword
