-- Times cheaper a year, first to last price of a chat answer, over the bars from GPT-4's level up that were on sale for
-- 300 days within the period of the study (2023 to 2025).
SELECT * FROM mean_fall(DATE '2025-12-31', false)
