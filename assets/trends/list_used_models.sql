-- Tokens and price of each model with a known price on each day, its variants together.
SELECT
    used_on,
    coalesce(model_id, slug) AS model,
    sum(tokens) AS tokens,
    (sum(tokens::DECIMAL(19, 0) * usd_per_mtok) / sum(tokens))::DECIMAL(18, 9) AS usd_per_mtok
FROM out_usage_price
WHERE router = $router AND usd_per_mtok IS NOT NULL
GROUP BY ALL
ORDER BY ALL
