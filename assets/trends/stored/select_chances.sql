-- The event forecasts of the backtest as they are shipped. Six decimals as decimals take a third of the bytes.
SELECT * REPLACE (
    log10_threshold::DECIMAL(9, 6) AS log10_threshold,
    p::DECIMAL(9, 6) AS p
)
FROM _backtest_chance
ORDER BY ALL
