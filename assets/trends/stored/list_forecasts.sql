-- Every scored forecast beside the forecast of no-change for the same cost, in an order that does not depend on when it
-- was scored. A cost that one method forecast from a month end is due from every method: a missing row means that the
-- method had no fit.
WITH due AS (
    SELECT horizon_months, count(DISTINCT (bar, workload, origin)) AS due
    FROM out_backtest
    GROUP BY horizon_months
)
SELECT f.method, f.horizon_months, f.origin, f.crps, f.pinball, f.in_50, f.in_80, f.in_95, f.pit, f.basis,
       coalesce(b.crps, 'nan') AS baseline_crps, due.due
FROM out_backtest f
INNER JOIN due ON due.horizon_months = f.horizon_months
LEFT JOIN out_backtest b
    ON b.method = $baseline AND (b.bar, b.workload, b.origin, b.horizon_months)
       = (f.bar, f.workload, f.origin, f.horizon_months)
ORDER BY f.method, f.horizon_months, f.bar, f.workload, f.origin
