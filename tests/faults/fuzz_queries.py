"""Queries that read, write or change what a reader of the published file may not, or that do not end; one a line."""

from __future__ import annotations

QUERIES = tuple(
    """\
SELECT * FROM headline
SHOW TABLES
FROM core_model
WITH a AS (SELECT 1 AS b) SELECT * FROM a
SELECT model_id, count(*) FROM core_model GROUP BY ALL HAVING count(*) > 1 ORDER BY 1 LIMIT 5
DESCRIBE core_model
SELECT * FROM read_csv('{file}')
SELECT * FROM '{file}'
SELECT content FROM read_text('{file}')
SELECT * FROM read_blob('{file}')
FROM glob('/etc/*')
SELECT * FROM read_json('{file}')
FROM sniff_csv('{file}')
COPY (SELECT 1) TO '{out}'
COPY core_model FROM '{file}'
EXPORT DATABASE '{out}'
IMPORT DATABASE '{out}'
ATTACH '{out}' AS o
ATTACH 'https://a.example/x.duckdb'
DETACH tokenfall
INSTALL httpfs
LOAD '{file}'
SET enable_external_access = true
RESET enable_external_access
SET lock_configuration = false
PRAGMA enable_profiling
SET GLOBAL allowed_directories = ['/']
PRAGMA database_list
CALL pragma_version()
SELECT getenv('SECRET_OF_FUZZ')
SELECT current_setting('home_directory')
SET temp_directory = '{out}'
CREATE TABLE t AS SELECT 1
DROP TABLE core_model
DELETE FROM core_model
UPDATE core_model SET model_id = 1
CREATE TEMP TABLE t AS SELECT range FROM range(10)
CREATE MACRO f(x) AS x + 1
CREATE SECRET (TYPE s3)
SELECT * FROM range(100000000000)
SELECT repeat('a', 100000000)
SELECT count(*) FROM range(1000000000000) a
WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r) SELECT * FROM r
SELECT [1, 2, {'a': 1}]
CHECKPOINT
VACUUM
BEGIN; DROP TABLE core_model; COMMIT
FORCE CHECKPOINT
PREPARE p AS SELECT 1; EXECUTE p
SELECT * FROM duckdb_settings()
SELECT * FROM duckdb_secrets()
SELECT query('COPY x TO y')
FROM query('SELECT 1')
PIVOT core_model ON model_id
SUMMARIZE core_model
EXPLAIN ANALYZE SELECT 1
SELECT 1 -- '
/* SELECT
;;
""".splitlines()
)
"""`{file}` is a file with a secret, `{out}` a file that may not be written."""
