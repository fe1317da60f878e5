-- Models on sale that a bar cannot judge, and what they would do to its frontier.
CREATE TABLE main.out_missing_score (
    bar VARCHAR NOT NULL,
    workload VARCHAR NOT NULL,
    as_of DATE NOT NULL,
    rank INTEGER NOT NULL,
    model_id VARCHAR NOT NULL,
    provider VARCHAR NOT NULL,
    provider_model_id VARCHAR NOT NULL,
    usd_per_query DECIMAL(18, 12) NOT NULL,
    frontier_usd_per_query DECIMAL(18, 12),
    would_change BOOLEAN NOT NULL,
    times_cheaper DOUBLE,
    bars_passed INTEGER NOT NULL,
    bars_failed INTEGER NOT NULL,
    missing VARCHAR NOT NULL,
    last_confirmed_on DATE NOT NULL,
    is_stale BOOLEAN NOT NULL
);
