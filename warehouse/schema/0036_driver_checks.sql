-- Published sizes of closed models; the market and the residual as one; studies of the same drivers beside ours.
CREATE TABLE core_model_size (
    model_id VARCHAR NOT NULL,
    active_params_b_low DOUBLE NOT NULL,
    active_params_b_high DOUBLE NOT NULL CHECK (active_params_b_high >= active_params_b_low),
    total_params_b DOUBLE,
    published_on DATE NOT NULL,
    licence VARCHAR NOT NULL,
    note VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    source_url VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL
);
CREATE TABLE out_driver_check (
    check_id VARCHAR NOT NULL,
    bar VARCHAR,
    unit VARCHAR NOT NULL,
    published DOUBLE,
    measured DOUBLE,
    low DOUBLE,
    high DOUBLE,
    interval_level DOUBLE NOT NULL,
    period_from DATE,
    period_to DATE,
    n INTEGER,
    method VARCHAR NOT NULL,
    claim_id VARCHAR,
    study VARCHAR,
    source_url VARCHAR
);
ALTER TABLE main.core_inference_sweep ADD COLUMN tokens_per_s_per_user DOUBLE;
ALTER TABLE main.out_driver ADD COLUMN with_market_log_change DOUBLE;
ALTER TABLE main.out_driver ADD COLUMN with_market_log_change_low DOUBLE;
ALTER TABLE main.out_driver ADD COLUMN with_market_log_change_high DOUBLE;
