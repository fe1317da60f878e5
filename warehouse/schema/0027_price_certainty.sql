-- What speaks for a price and how sure it is, which prices wait for a second witness, and how readers take damaged pages.
DROP TABLE internal._price_doubt;
CREATE TABLE internal._price_doubt (
    change_id BIGINT NOT NULL,
    reason VARCHAR NOT NULL,
    released_by VARCHAR,
    is_waiting BOOLEAN NOT NULL,
    released_on DATE
);
CREATE TABLE internal._price_evidence (
    change_id BIGINT NOT NULL,
    evidence VARCHAR NOT NULL,
    n_sources INTEGER NOT NULL,
    witnesses INTEGER NOT NULL,
    p_correct DOUBLE NOT NULL
);
CREATE TABLE out_price_wait (
    source VARCHAR NOT NULL,
    provider VARCHAR NOT NULL,
    model_id VARCHAR,
    provider_model_id VARCHAR NOT NULL,
    tier VARCHAR NOT NULL,
    context_from_tokens INTEGER,
    input_usd_per_mtok DECIMAL(18, 9) NOT NULL,
    cached_input_usd_per_mtok DECIMAL(18, 9),
    output_usd_per_mtok DECIMAL(18, 9) NOT NULL,
    observed_at TIMESTAMP NOT NULL,
    reason VARCHAR NOT NULL,
    released_by VARCHAR,
    released_on DATE,
    waited_days INTEGER,
    quote VARCHAR,
    capture_sha256 VARCHAR NOT NULL
);
CREATE TABLE out_price_calibration (
    evidence VARCHAR NOT NULL,
    clean INTEGER NOT NULL,
    planted INTEGER NOT NULL,
    p_correct_on_a_page DOUBLE NOT NULL,
    p_correct_in_a_list DOUBLE NOT NULL
);
CREATE TABLE out_reader_audit (
    reader VARCHAR NOT NULL,
    audited_at TIMESTAMP NOT NULL,
    mutants INTEGER NOT NULL,
    misread INTEGER NOT NULL,
    refused INTEGER NOT NULL,
    missed INTEGER NOT NULL,
    coverage DOUBLE,
    is_below_floor BOOLEAN NOT NULL,
    worst VARCHAR,
    source VARCHAR NOT NULL,
    reader_version VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL
);
ALTER TABLE internal._price_seen ADD COLUMN witness VARCHAR;
ALTER TABLE internal._price_change ADD COLUMN witness VARCHAR;
ALTER TABLE core_price_observation ADD COLUMN witnesses INTEGER;
ALTER TABLE core_price_observation ADD COLUMN p_correct DOUBLE;
ALTER TABLE out_price_history ADD COLUMN witnesses INTEGER;
ALTER TABLE out_price_history ADD COLUMN p_correct DOUBLE;
ALTER TABLE out_frontier ADD COLUMN p_correct DOUBLE;
