-- Times cheaper a year of the median of list prices, up to the day of the claim (2026-03-30).
SELECT * FROM list_price_fall(0.5, DATE '2023-04-01', DATE '2026-03-01')
