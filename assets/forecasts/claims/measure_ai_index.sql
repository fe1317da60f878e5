-- Times cheaper a year, first to last price of an answer at GPT-3.5's level, within the period of the claim (November
-- 2022 to October 2024).
SELECT * FROM fall_at_gpt_3_5(DATE '2024-10-01')
