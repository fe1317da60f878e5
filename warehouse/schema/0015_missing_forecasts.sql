-- Number of forecasts that are missing because a method could not be fitted. The table is rebuilt from out_backtest.
DROP TABLE out_backtest_summary;
CREATE TABLE out_backtest_summary (
    method VARCHAR NOT NULL,
    horizon_months INTEGER NOT NULL,
    n INTEGER NOT NULL,
    n_failed INTEGER NOT NULL,
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
