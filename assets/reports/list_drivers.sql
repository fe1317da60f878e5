-- Every driver of the fall at one bar for one workload, period by period, the whole time first.
SELECT
    driver, span, period_from, period_to, measured, measured_from, factor_per_year, low, high, interval_level,
    log_change, log_change_low, log_change_high, with_market_log_change, with_market_log_change_low,
    with_market_log_change_high, usd_per_query_from, usd_per_query_to, evidence, note
FROM out_driver
WHERE bar = $bar AND workload = $workload
ORDER BY
    list_position(['whole', 'joined', 'year'], span), period_from,
    list_position(['hardware', 'algorithms', 'market', 'residual'], driver)
