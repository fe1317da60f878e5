-- a month without a price says why, and a price belongs to a day of its month
-- severity: error
SELECT series, month, date, usd_per_mtok, status, reason FROM out_price_series
WHERE (usd_per_mtok IS NULL) <> (status = 'missing') OR (usd_per_mtok IS NULL) <> (reason IS NOT NULL)
   OR usd_per_mtok <= 0 OR date_trunc('month', date) <> month
