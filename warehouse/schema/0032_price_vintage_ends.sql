-- The ends of a vintage without NULL, for price_at: DuckDB plans and scans "end IS NULL OR end > day" much slower than
-- "end > day".
ALTER TABLE main.out_price_vintage ADD COLUMN valid_before DATE;
ALTER TABLE main.out_price_vintage ADD COLUMN known_before DATE;
