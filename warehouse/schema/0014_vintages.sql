-- What was known of models when: for forecasts from a past month that saw the scores as they were published by then.
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
-- What was forecast by an earlier version is forecast anew, so these tables start empty.
DELETE FROM _backtest_chance;
ALTER TABLE _backtest_chance ADD COLUMN log10_threshold DOUBLE;
ALTER TABLE _backtest_chance ALTER COLUMN log10_threshold SET NOT NULL;
DELETE FROM out_backtest_summary;
ALTER TABLE out_backtest_summary ADD COLUMN n_vintage INTEGER;
ALTER TABLE out_backtest_summary ALTER COLUMN n_vintage SET NOT NULL;
