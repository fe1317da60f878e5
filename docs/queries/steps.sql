-- Which model and seller were the cheapest, from when to when, and where is the price from?
SELECT valid_from, valid_to, model_id, provider, usd_per_query, source_url
FROM out_frontier
WHERE bar = 'eci>=gpt-4-0314' AND workload = 'chat'
ORDER BY valid_from
