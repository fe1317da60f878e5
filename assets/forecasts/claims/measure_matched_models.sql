-- Times cheaper a year of the same model at the same seller, January 2024 to August 2026.
SELECT * FROM matched_models_fall(DATE '2024-01-01', DATE '2026-08-01')
