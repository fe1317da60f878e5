-- Three prices of a million tokens, month by month, each with a price.
SELECT series, date, usd_per_mtok FROM out_price_series
WHERE usd_per_mtok IS NOT NULL
ORDER BY series, month
