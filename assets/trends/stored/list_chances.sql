-- Every forecast chance of an event with what is known of the event, in an order that does not depend on when it was
-- scored. _passage is given by whoever asks.
SELECT c.method, c.horizon_months, c.p, e.happened, e.followed
FROM _backtest_chance c
JOIN _passage e USING (bar, workload, origin, log10_threshold)
ORDER BY c.method, c.horizon_months, c.bar, c.workload, c.origin, c.times_cheaper
