-- How every method did at every horizon, the best first.
SELECT *
FROM out_backtest_summary
ORDER BY horizon_months, crps, method
