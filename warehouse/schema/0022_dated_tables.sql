-- The date of each build, and until which day the table stays as it is; everything is rebuilt once.
DROP TABLE internal._made;
CREATE TABLE internal._made (
    table_name VARCHAR NOT NULL,
    code_version VARCHAR NOT NULL,
    inputs VARCHAR NOT NULL,
    data_version VARCHAR NOT NULL,
    row_count BIGINT NOT NULL,
    as_of DATE NOT NULL,
    until DATE
);
