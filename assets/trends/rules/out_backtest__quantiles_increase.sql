-- a higher quantile of a past forecast is at least as expensive
-- severity: error
SELECT bar, workload, method, origin, horizon_months FROM out_backtest
WHERE log10_quantiles <> list_sort(log10_quantiles)
