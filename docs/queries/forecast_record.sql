-- How good were past forecasts, by method and horizon?
SELECT method, horizon_months, n, n_failed, crps, skill_vs_no_change, skill_low, skill_high, cover_80
FROM out_backtest_summary
ORDER BY horizon_months, crps
