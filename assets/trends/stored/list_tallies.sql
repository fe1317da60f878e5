-- The tallies of every origin in the backtest, in order of time, with the fingerprint of the origin.
SELECT method, origin, horizon_months, target, n, crps, baseline_crps, pool_crps, in_50, in_80, in_95, data_sha256
FROM _backtest_tally
ORDER BY origin, method, horizon_months
