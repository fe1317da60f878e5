-- Prices that would move a frontier more than ten times and that one source alone reports.
CREATE TABLE main.out_frontier_hold (
    bar VARCHAR NOT NULL,
    workload VARCHAR NOT NULL,
    provider VARCHAR NOT NULL,
    model_id VARCHAR NOT NULL,
    provider_model_id VARCHAR NOT NULL,
    price_valid_from DATE NOT NULL,
    usd_per_query DECIMAL(18, 12) NOT NULL,
    frontier_usd_per_query DECIMAL(18, 12) NOT NULL,
    times_cheaper DOUBLE NOT NULL,
    source VARCHAR NOT NULL,
    source_url VARCHAR,
    capture_sha256 VARCHAR
);
