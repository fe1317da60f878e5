-- Every table and view that is for users, with its comment; the names of the others start with an underscore.
SELECT
    name,
    kind,
    comment
FROM (
    SELECT
        table_name AS name,
        'table' AS kind,
        comment
    FROM duckdb_tables()
    UNION ALL
    SELECT
        view_name,
        'view',
        comment
    FROM duckdb_views()
    WHERE NOT internal
)
WHERE NOT starts_with(name, '_')
ORDER BY name
