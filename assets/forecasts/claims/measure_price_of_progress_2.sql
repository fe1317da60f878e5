-- Times cheaper a year, first to last price of a chat answer, over the bars from GPT-4's level up that were on sale for
-- 300 days by the day of the second version (2026-03-23).
SELECT * FROM mean_fall(DATE '2026-03-23', false)
