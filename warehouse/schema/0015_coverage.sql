-- How wide the pool should be is read from how many costs its intervals held; what was counted otherwise is forecast anew.
DELETE FROM _backtest_tally;
ALTER TABLE _backtest_tally DROP COLUMN squares;
ALTER TABLE _backtest_tally ADD COLUMN in_50 INTEGER;
ALTER TABLE _backtest_tally ADD COLUMN in_80 INTEGER;
ALTER TABLE _backtest_tally ADD COLUMN in_95 INTEGER;
ALTER TABLE _backtest_tally ALTER COLUMN in_50 SET NOT NULL;
ALTER TABLE _backtest_tally ALTER COLUMN in_80 SET NOT NULL;
ALTER TABLE _backtest_tally ALTER COLUMN in_95 SET NOT NULL;
