-- Times cheaper a year through better algorithms, by our split up to the day of the second version (2026-03-23).
SELECT * FROM algorithms_fall(DATE '2026-03-23')
