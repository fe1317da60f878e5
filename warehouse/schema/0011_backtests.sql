-- Forecasts from past months with their scores, and the paths for what-if questions.
-- No PRIMARY KEY on the large tables, as on the others: rules test for repeated keys.
CREATE TABLE out_backtest (
    bar VARCHAR NOT NULL,
    workload VARCHAR NOT NULL,
    method VARCHAR NOT NULL,
    origin DATE NOT NULL,
    horizon_months INTEGER NOT NULL,
    target_date DATE NOT NULL,
    log10_actual DOUBLE NOT NULL,
    log10_median DOUBLE NOT NULL,
    crps DOUBLE NOT NULL,
    pinball DOUBLE NOT NULL,
    in_50 BOOLEAN NOT NULL,
    in_80 BOOLEAN NOT NULL,
    in_95 BOOLEAN NOT NULL,
    pit DOUBLE NOT NULL,
    basis VARCHAR NOT NULL,
    data_sha256 VARCHAR NOT NULL
);
CREATE TABLE _backtest_chance (
    bar VARCHAR NOT NULL,
    workload VARCHAR NOT NULL,
    method VARCHAR NOT NULL,
    origin DATE NOT NULL,
    times_cheaper DOUBLE NOT NULL,
    horizon_months INTEGER NOT NULL,
    p DOUBLE NOT NULL,
    data_sha256 VARCHAR NOT NULL
);
CREATE TABLE _backtest_tally (
    method VARCHAR NOT NULL,
    origin DATE NOT NULL,
    horizon_months INTEGER NOT NULL,
    target DATE NOT NULL,
    n INTEGER NOT NULL,
    crps DOUBLE NOT NULL,
    baseline_crps DOUBLE NOT NULL,
    squares DOUBLE NOT NULL,
    data_sha256 VARCHAR NOT NULL
);
CREATE TABLE out_backtest_summary (
    method VARCHAR NOT NULL,
    horizon_months INTEGER NOT NULL,
    n INTEGER NOT NULL,
    n_origins INTEGER NOT NULL,
    crps DOUBLE NOT NULL,
    crps_no_change DOUBLE NOT NULL,
    pinball DOUBLE NOT NULL,
    skill_vs_no_change DOUBLE NOT NULL,
    skill_low DOUBLE,
    skill_high DOUBLE,
    interval_level DOUBLE NOT NULL,
    cover_50 DOUBLE NOT NULL,
    cover_80 DOUBLE NOT NULL,
    cover_95 DOUBLE NOT NULL,
    PRIMARY KEY (method, horizon_months)
);
CREATE TABLE out_calibration (
    kind VARCHAR NOT NULL,
    method VARCHAR NOT NULL,
    horizon_months INTEGER NOT NULL,
    bin_low DOUBLE NOT NULL,
    bin_high DOUBLE NOT NULL,
    n INTEGER NOT NULL,
    n_censored INTEGER NOT NULL,
    forecast DOUBLE NOT NULL,
    observed DOUBLE NOT NULL,
    brier DOUBLE,
    PRIMARY KEY (kind, method, horizon_months, bin_low)
);
CREATE TABLE _forecast_path (
    bar VARCHAR NOT NULL,
    workload VARCHAR NOT NULL,
    origin DATE NOT NULL,
    n_paths INTEGER NOT NULL,
    n_months INTEGER NOT NULL,
    log10_ratio BLOB NOT NULL,
    PRIMARY KEY (bar, workload)
);
