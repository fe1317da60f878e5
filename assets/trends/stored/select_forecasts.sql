-- The scored forecasts of the backtest as they are shipped. Six decimals as decimals take a third of the bytes.
SELECT * REPLACE (
    log10_actual::DECIMAL(9, 6) AS log10_actual,
    log10_median::DECIMAL(9, 6) AS log10_median,
    crps::DECIMAL(9, 6) AS crps,
    pinball::DECIMAL(9, 6) AS pinball,
    pit::DECIMAL(9, 6) AS pit
)
FROM out_backtest
ORDER BY ALL
