-- Times cheaper a year of the same model at the same seller, over the period of the index (February 2025 to April 2026).
SELECT * FROM matched_models_fall(DATE '2025-02-01', DATE '2026-04-01')
