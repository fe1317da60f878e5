-- The columns of every table and view for users, in their order.
SELECT
    table_name AS "table",
    column_name AS name,
    data_type,
    NOT is_nullable AS required
FROM duckdb_columns()
WHERE schema_name = 'main' AND NOT internal
ORDER BY table_name, column_index
