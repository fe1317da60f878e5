-- Every forecast probability of an event with the known outcome of the event, in an order that does not depend on when
-- it was scored. The caller registers _passage.
SELECT c.method, c.horizon_months, c.p, e.happened, e.followed
FROM _backtest_chance c
JOIN _passage e USING (bar, workload, origin, log10_threshold)
ORDER BY c.method, c.horizon_months, c.bar, c.workload, c.origin, c.times_cheaper
