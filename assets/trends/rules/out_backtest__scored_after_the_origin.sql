-- a forecast is scored on a later day, up to the as-of date, and a narrower interval lies within a wider one
-- severity: error
SELECT bar, workload, method, origin, horizon_months FROM out_backtest
WHERE target_date <= origin OR crps < 0 OR pit NOT BETWEEN 0 AND 1 OR in_50 > in_80 OR in_80 > in_95
