-- Which ten offers that qualify are the cheapest today?
SELECT rank, provider, model_id, usd_per_query, last_confirmed_on, is_stale
FROM offer_now
WHERE bar = 'eci>=gpt-4-0314' AND workload = 'chat' AND rank <= 10
ORDER BY rank
