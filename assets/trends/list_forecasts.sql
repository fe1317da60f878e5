-- Every scored forecast beside no-change's of the same cost, in an order that does not depend on when it was scored.
SELECT f.method, f.horizon_months, f.origin, f.crps, f.pinball, f.in_50, f.in_80, f.in_95, f.pit, f.basis,
       coalesce(b.crps, 'nan') AS baseline_crps
FROM out_backtest f
LEFT JOIN out_backtest b
    ON b.method = $baseline AND (b.bar, b.workload, b.origin, b.horizon_months)
       = (f.bar, f.workload, f.origin, f.horizon_months)
ORDER BY f.method, f.horizon_months, f.bar, f.workload, f.origin
