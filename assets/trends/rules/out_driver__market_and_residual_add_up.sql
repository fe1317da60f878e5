-- the market and the residual together are the sum of both, within 1e-9, with an interval that holds it
-- severity: error
SELECT residual.bar, residual.workload, residual.span, residual.period_from, residual.period_to,
       residual.with_market_log_change
FROM out_driver AS residual
LEFT JOIN out_driver AS market
    ON market.driver = 'market' AND market.bar = residual.bar AND market.workload = residual.workload
    AND market.span = residual.span AND market.period_from = residual.period_from
    AND market.period_to = residual.period_to
WHERE residual.driver = 'residual'
  AND (
      residual.with_market_log_change IS NULL
      OR abs(residual.log_change + coalesce(market.log_change, 0) - residual.with_market_log_change) > 1e-9
      OR residual.with_market_log_change NOT BETWEEN
          residual.with_market_log_change_low AND residual.with_market_log_change_high
  )
UNION ALL
SELECT bar, workload, span, period_from, period_to, with_market_log_change FROM out_driver
WHERE driver <> 'residual' AND with_market_log_change IS NOT NULL
