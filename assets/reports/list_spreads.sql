-- Among the open models that qualify for one bar on the last date: the cheapest of those that several sellers offer.
SELECT model.name AS model, spread.*
FROM out_market_spread AS spread
INNER JOIN core_model AS model USING (model_id)
WHERE spread.bar = $bar AND spread.workload = $workload AND spread.sellers > 1
QUALIFY spread.date = max(spread.date) OVER ()
ORDER BY spread.lowest_usd_per_query
LIMIT 8
