-- Where a published claim or rate was read, in whose words, and under which heading a claim is listed.
ALTER TABLE out_claim ADD COLUMN topic VARCHAR;
ALTER TABLE out_claim ADD COLUMN quote VARCHAR;
ALTER TABLE out_claim ADD COLUMN place VARCHAR;
ALTER TABLE out_claim ADD COLUMN reading VARCHAR;
ALTER TABLE out_claim ADD COLUMN read_url VARCHAR;
ALTER TABLE core_published_rate ADD COLUMN quote VARCHAR;
ALTER TABLE core_published_rate ADD COLUMN place VARCHAR;
ALTER TABLE core_published_rate ADD COLUMN reading VARCHAR;
ALTER TABLE core_published_rate ADD COLUMN read_url VARCHAR;
