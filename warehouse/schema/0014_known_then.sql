-- Real-time data on models: for forecasts from a past month with the scores published by then.
CREATE TABLE _bar_judgement (
    bar VARCHAR NOT NULL,
    known_on DATE NOT NULL,
    is_latest BOOLEAN NOT NULL,
    model_id VARCHAR NOT NULL,
    score DOUBLE NOT NULL,
    threshold DOUBLE NOT NULL,
    threshold_below DOUBLE,
    threshold_above DOUBLE,
    score_below DOUBLE,
    score_above DOUBLE,
    vintage DATE NOT NULL,
    scale VARCHAR NOT NULL,
    effort VARCHAR NOT NULL,
    source_url VARCHAR NOT NULL,
    PRIMARY KEY (bar, known_on, model_id)
);
CREATE TABLE out_pool_weight (
    method VARCHAR PRIMARY KEY,
    origin DATE NOT NULL,
    weight DOUBLE NOT NULL,
    crps_vs_no_change DOUBLE
);
-- Forecasts of an earlier version are computed again, so these start empty.
DROP TABLE _backtest_chance;
CREATE TABLE _backtest_chance (
    bar VARCHAR NOT NULL,
    workload VARCHAR NOT NULL,
    method VARCHAR NOT NULL,
    origin DATE NOT NULL,
    times_cheaper DOUBLE NOT NULL,
    log10_threshold DOUBLE NOT NULL,
    horizon_months INTEGER NOT NULL,
    p DOUBLE NOT NULL,
    data_sha256 VARCHAR NOT NULL
);
DROP TABLE _backtest_tally;
CREATE TABLE _backtest_tally (
    method VARCHAR NOT NULL,
    origin DATE NOT NULL,
    horizon_months INTEGER NOT NULL,
    target DATE NOT NULL,
    n INTEGER NOT NULL,
    crps DOUBLE NOT NULL,
    baseline_crps DOUBLE NOT NULL,
    in_50 INTEGER NOT NULL,
    in_80 INTEGER NOT NULL,
    in_95 INTEGER NOT NULL,
    data_sha256 VARCHAR NOT NULL
);
DROP TABLE out_backtest_summary;
CREATE TABLE out_backtest_summary (
    method VARCHAR NOT NULL,
    horizon_months INTEGER NOT NULL,
    n INTEGER NOT NULL,
    n_vintage INTEGER NOT NULL,
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
