-- The text of each view of an edition.
SELECT
    view_name,
    sql
FROM duckdb_views()
WHERE NOT internal
