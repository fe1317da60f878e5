-- Times cheaper a year, first to last price of a chat answer, over the bars on sale for 300 days by the day of the claim
-- (2025-02-09; our prices start in March 2023).
SELECT * FROM mean_fall(DATE '2025-02-09', true)
