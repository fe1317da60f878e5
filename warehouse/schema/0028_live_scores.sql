-- Captured tables of scores, what was read from them, and what was refused; the cost of a run of a benchmark; bars whose
-- level is a score on another benchmark; the interval of a member's own score.
CREATE TABLE internal._score_source (
    source VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    licence VARCHAR NOT NULL,
    verified BOOLEAN NOT NULL,
    look VARCHAR NOT NULL
);
CREATE TABLE internal._score_reading (
    source VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL,
    reader_version VARCHAR NOT NULL,
    rows INTEGER NOT NULL,
    problems INTEGER NOT NULL,
    first_problems VARCHAR,
    refused VARCHAR
);
CREATE TABLE internal._score_row (
    source VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL,
    benchmark VARCHAR NOT NULL,
    scale VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    effort VARCHAR NOT NULL,
    score DOUBLE NOT NULL,
    score_low DOUBLE,
    score_high DOUBLE,
    usd_per_run DECIMAL(18, 6),
    published_on DATE,
    source_url VARCHAR NOT NULL
);
CREATE TABLE internal._captured_score (
    source VARCHAR NOT NULL,
    benchmark VARCHAR NOT NULL,
    scale VARCHAR NOT NULL,
    vintage DATE NOT NULL,
    name VARCHAR NOT NULL,
    model_id VARCHAR,
    effort VARCHAR NOT NULL,
    score_effort VARCHAR NOT NULL,
    score DOUBLE NOT NULL,
    score_low DOUBLE,
    score_high DOUBLE,
    usd_per_run DECIMAL(18, 6),
    reason VARCHAR,
    captured_at TIMESTAMP NOT NULL,
    licence VARCHAR NOT NULL,
    source_url VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL
);
CREATE TABLE internal._score_refusal (
    source VARCHAR NOT NULL,
    captured_at TIMESTAMP NOT NULL,
    row VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    released_by VARCHAR,
    capture_sha256 VARCHAR NOT NULL
);
ALTER TABLE main.core_score ADD COLUMN usd_per_run DECIMAL(18, 6);
ALTER TABLE main.core_bar_member ADD COLUMN score_low DOUBLE;
ALTER TABLE main.core_bar_member ADD COLUMN score_high DOUBLE;
ALTER TABLE main.core_bar ADD COLUMN reference_benchmark VARCHAR;
ALTER TABLE main.core_bar ADD COLUMN reference_vintage DATE;
