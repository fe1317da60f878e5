-- The fall of the price split into hardware, algorithms, market and a residual.
CREATE TABLE out_driver (
    bar VARCHAR NOT NULL,
    workload VARCHAR NOT NULL,
    driver VARCHAR NOT NULL CHECK (driver IN ('hardware', 'algorithms', 'market', 'residual')),
    span VARCHAR NOT NULL CHECK (span IN ('year', 'joined', 'whole')),
    period_from DATE NOT NULL,
    period_to DATE NOT NULL CHECK (period_to > period_from),
    factor_per_year DOUBLE,
    low DOUBLE,
    high DOUBLE,
    interval_level DOUBLE NOT NULL,
    log_change DOUBLE,
    log_change_low DOUBLE,
    log_change_high DOUBLE,
    share DOUBLE,
    measured BOOLEAN NOT NULL CHECK (measured = (log_change IS NOT NULL)),
    measured_from DATE,
    usd_per_query_from DECIMAL(18, 12) NOT NULL,
    usd_per_query_to DECIMAL(18, 12) NOT NULL,
    observed_log_change DOUBLE NOT NULL,
    n INTEGER,
    method VARCHAR NOT NULL,
    evidence VARCHAR,
    note VARCHAR,
    PRIMARY KEY (bar, workload, span, period_from, period_to, driver)
);

CREATE TABLE out_market_spread (
    bar VARCHAR NOT NULL,
    workload VARCHAR NOT NULL,
    date DATE NOT NULL,
    model_id VARCHAR NOT NULL,
    sellers INTEGER NOT NULL,
    lowest_usd_per_query DECIMAL(18, 12) NOT NULL,
    median_usd_per_query DECIMAL(18, 12) NOT NULL,
    highest_usd_per_query DECIMAL(18, 12) NOT NULL,
    spread_ratio DOUBLE NOT NULL,
    cheapest_open_usd_per_query DECIMAL(18, 12) NOT NULL,
    cheapest_closed_usd_per_query DECIMAL(18, 12),
    open_over_closed DOUBLE,
    PRIMARY KEY (bar, workload, date, model_id)
);
