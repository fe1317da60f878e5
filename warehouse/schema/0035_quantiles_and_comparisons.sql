-- The quantiles that a CRPS is computed of, and every method with the pool's noise and recalibration beside the pool.
-- Rows of earlier versions have other scores: they are forecast again.
DROP TABLE main.out_backtest;
CREATE TABLE main.out_backtest (
    bar VARCHAR NOT NULL,
    workload VARCHAR NOT NULL,
    method VARCHAR NOT NULL,
    origin DATE NOT NULL,
    horizon_months INTEGER NOT NULL,
    target_date DATE NOT NULL,
    log10_actual DOUBLE NOT NULL,
    log10_median DOUBLE NOT NULL,
    log10_quantiles DECIMAL(9, 3)[] NOT NULL,
    crps DOUBLE NOT NULL,
    pinball DOUBLE NOT NULL,
    in_50 BOOLEAN NOT NULL,
    in_80 BOOLEAN NOT NULL,
    in_95 BOOLEAN NOT NULL,
    pit DOUBLE NOT NULL,
    basis VARCHAR NOT NULL,
    data_sha256 VARCHAR NOT NULL
);
DROP TABLE internal._backtest_tally;
CREATE TABLE internal._backtest_tally (
    method VARCHAR NOT NULL,
    origin DATE NOT NULL,
    horizon_months INTEGER NOT NULL,
    target DATE NOT NULL,
    n INTEGER NOT NULL,
    crps DOUBLE NOT NULL,
    baseline_crps DOUBLE NOT NULL,
    pool_crps DOUBLE NOT NULL,
    in_50 INTEGER NOT NULL,
    in_80 INTEGER NOT NULL,
    in_95 INTEGER NOT NULL,
    data_sha256 VARCHAR NOT NULL
);
CREATE TABLE main.out_backtest_comparison (
    method VARCHAR NOT NULL,
    first_origin DATE NOT NULL,
    horizon_months INTEGER NOT NULL,
    n INTEGER NOT NULL,
    n_origins INTEGER NOT NULL,
    crps DOUBLE NOT NULL,
    crps_pool DOUBLE NOT NULL,
    difference DOUBLE NOT NULL,
    difference_low DOUBLE,
    difference_high DOUBLE,
    interval_level DOUBLE NOT NULL,
    cover_50 DOUBLE NOT NULL,
    cover_80 DOUBLE NOT NULL,
    cover_95 DOUBLE NOT NULL
);
