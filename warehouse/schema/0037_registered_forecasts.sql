-- Forecasts that were registered before the event, from the files of the ledger.
CREATE TABLE main.out_registered_forecast (
    registered_at DATE NOT NULL,
    series VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    method VARCHAR NOT NULL,
    resolves_on DATE NOT NULL,
    quantiles DOUBLE[],
    chance DOUBLE,
    digest VARCHAR NOT NULL,
    previous_digest VARCHAR NOT NULL,
    is_due BOOLEAN NOT NULL,
    resolved_on DATE,
    resolved_value DECIMAL(18, 12),
    revised_value DECIMAL(18, 12),
    crps DOUBLE,
    brier DOUBLE,
    in_50 BOOLEAN,
    in_80 BOOLEAN,
    in_95 BOOLEAN,
    no_change_score DOUBLE,
    ten_x_per_year_score DOUBLE
);
