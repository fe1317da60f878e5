-- The tallies of the backtest as they are shipped.
SELECT *
FROM _backtest_tally
ORDER BY ALL
