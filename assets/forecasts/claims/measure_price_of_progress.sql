-- Times cheaper a year, first to last price of a chat answer, over the bars from GPT-4's level up that were on sale for
-- 300 days by the day of the claim (2025-11-28).
SELECT * FROM mean_fall(DATE '2025-11-28', false)
