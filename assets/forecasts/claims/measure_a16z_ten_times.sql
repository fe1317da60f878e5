-- Times cheaper a year, first to last price of a chat answer, over the bars on sale for 300 days by the end of the period
-- of the claim (2021-11 to 2024-11; our prices start in March 2023).
SELECT * FROM mean_fall(DATE '2024-11-01', true)
