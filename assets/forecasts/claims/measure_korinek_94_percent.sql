-- Times cheaper a year, first to last price of a chat answer, over the bars on sale for 300 days by the end of the month
-- of the claim (May 2026).
SELECT * FROM mean_fall(DATE '2026-05-31', true)
