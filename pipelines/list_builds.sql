-- What each table of an edition was built from.
SELECT
    table_name,
    code_version,
    inputs,
    data_version
FROM internal._made
