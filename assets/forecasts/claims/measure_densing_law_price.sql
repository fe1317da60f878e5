-- Times cheaper a year, first to last price of an answer at GPT-3.5's level, within the period of the claim (December
-- 2022 to August 2024).
SELECT * FROM fall_at_gpt_3_5(DATE '2024-08-31')
