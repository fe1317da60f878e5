-- a CRPS is that of the 20 equally likely quantiles stored beside it, which never fall
-- severity: error
WITH recomputed AS (
    SELECT bar, workload, method, origin, horizon_months, crps, log10_quantiles AS q,
           2 / len(q) * list_sum(list_transform(q, lambda x, i:
               ((log10_actual < x)::INTEGER - (i - 0.5) / len(q)) * (x - log10_actual))) AS crps_of_quantiles
    FROM out_backtest
)
SELECT bar, workload, method, origin, horizon_months, crps, crps_of_quantiles FROM recomputed
WHERE len(q) <> 20 OR q <> list_sort(q) OR abs(crps - crps_of_quantiles) > 1.5e-6
