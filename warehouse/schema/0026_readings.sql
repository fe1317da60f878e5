-- How much of a page was read, every line about what was not, and whether a reading may be published. Readings are repeated
-- because their code is new.
ALTER TABLE internal._capture_reading ADD COLUMN price_cells_seen INTEGER;
ALTER TABLE internal._capture_reading ADD COLUMN price_cells_used INTEGER;
ALTER TABLE internal._captured_offer ADD COLUMN witness VARCHAR;
CREATE TABLE internal._reading_problem (
    source VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL,
    line VARCHAR NOT NULL
);
CREATE TABLE internal._lost_offer (
    source VARCHAR NOT NULL,
    provider VARCHAR NOT NULL,
    model VARCHAR NOT NULL,
    model_id VARCHAR,
    tier VARCHAR NOT NULL,
    lost_on DATE NOT NULL,
    last_captured_at TIMESTAMP NOT NULL,
    is_named BOOLEAN NOT NULL
);
CREATE TABLE out_reading (
    source VARCHAR NOT NULL,
    captured_at TIMESTAMP NOT NULL,
    capture_sha256 VARCHAR NOT NULL,
    offers INTEGER NOT NULL,
    price_cells_seen INTEGER,
    price_cells_used INTEGER,
    reading_coverage DOUBLE,
    lost_offers INTEGER NOT NULL,
    is_held BOOLEAN NOT NULL,
    reason VARCHAR,
    released_by VARCHAR
);
CREATE TABLE out_reading_problem (
    source VARCHAR NOT NULL,
    captured_at TIMESTAMP NOT NULL,
    line VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL
);
