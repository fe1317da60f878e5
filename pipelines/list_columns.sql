-- Every column of every table and view, with its comment, in the order of the columns.
SELECT
    table_name,
    column_name,
    data_type,
    comment
FROM duckdb_columns()
WHERE NOT internal
ORDER BY column_index
