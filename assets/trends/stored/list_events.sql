-- Every event that the backtest forecast: a fall of the cost at a bar to a threshold after an origin.
SELECT DISTINCT bar, workload, origin, log10_threshold FROM _backtest_chance
