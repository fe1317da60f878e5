-- The energy of one answer or one search, as its maker published it.
CREATE TABLE core_energy_per_query (
    subject VARCHAR PRIMARY KEY,
    watt_hours DECIMAL(18, 9) NOT NULL,
    low DECIMAL(18, 9),
    high DECIMAL(18, 9),
    published_on DATE NOT NULL,
    author VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    source_url VARCHAR NOT NULL,
    quality VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL
);
