-- Times cheaper a year through better algorithms. Our split is by calendar year, and the claim is of 2025-11-28: the
-- year of the claim counts whole.
SELECT * FROM algorithms_fall(DATE '2025-12-31')
