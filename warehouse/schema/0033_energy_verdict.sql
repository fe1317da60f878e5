-- The energy of an answer against that of a search as a verdict of its own, the later differences of a sensitivity, and what
-- one missing score is expected to tell. The tables that are created anew are rebuilt by the next run.
ALTER TABLE out_sensitivity ADD COLUMN delta_p_3y DOUBLE;
ALTER TABLE out_sensitivity ADD COLUMN delta_p_5y DOUBLE;
DROP TABLE main.core_energy_per_query;
CREATE TABLE main.core_energy_per_query (
    subject VARCHAR NOT NULL,
    label VARCHAR NOT NULL,
    watt_hours DECIMAL(18,9) NOT NULL,
    low DECIMAL(18,9),
    high DECIMAL(18,9),
    covers VARCHAR NOT NULL,
    accelerator_share DOUBLE,
    published_on DATE NOT NULL,
    author VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    source_url VARCHAR NOT NULL,
    quality VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL
);
DROP TABLE main.out_missing_score;
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
    is_stale BOOLEAN NOT NULL,
    n_comparable INTEGER NOT NULL,
    p_qualifies DOUBLE NOT NULL,
    cost_range_dex DOUBLE,
    expected_narrowing_dex DOUBLE
);
CREATE TABLE out_energy_verdict (
    subject VARCHAR NOT NULL,
    search VARCHAR NOT NULL,
    label VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    watt_hours DOUBLE NOT NULL,
    watt_hours_low DOUBLE NOT NULL,
    watt_hours_high DOUBLE NOT NULL,
    range_basis VARCHAR NOT NULL,
    search_watt_hours DOUBLE NOT NULL,
    ratio DOUBLE NOT NULL,
    ratio_low DOUBLE NOT NULL,
    ratio_high DOUBLE NOT NULL,
    p_no_more DOUBLE NOT NULL,
    model_id VARCHAR,
    covers VARCHAR NOT NULL,
    published_on DATE NOT NULL,
    quality VARCHAR NOT NULL,
    source_url VARCHAR NOT NULL,
    search_source_url VARCHAR NOT NULL,
    position INTEGER NOT NULL
);
