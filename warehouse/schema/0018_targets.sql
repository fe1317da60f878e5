-- A crossing before the first comparison is a status of its own.
ALTER TABLE out_verdict DROP COLUMN below_at_first_comparison;
-- Targets that are an engineering estimate, by variant; and the energy of an answer beside that of a search.
CREATE TABLE core_search_estimate (
    target VARCHAR NOT NULL,
    variant VARCHAR NOT NULL,
    label VARCHAR NOT NULL,
    energy_subject VARCHAR NOT NULL,
    usd_per_kwh_low DECIMAL(18, 9) NOT NULL,
    usd_per_kwh_high DECIMAL(18, 9) NOT NULL,
    price_drift_per_year DOUBLE NOT NULL,
    price_drift_sd DOUBLE NOT NULL,
    walk_per_root_year DOUBLE NOT NULL,
    log10_ratio DOUBLE,
    log10_ratio_sd DOUBLE,
    log10_ratio_min DOUBLE,
    log10_ratio_max DOUBLE,
    ratio_drift_per_year DOUBLE,
    ratio_drift_sd DOUBLE,
    valid_from DATE NOT NULL,
    basis VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    source_url VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL,
    PRIMARY KEY (target, variant)
);
CREATE TABLE out_energy_comparison (
    subject VARCHAR PRIMARY KEY,
    watt_hours DECIMAL(18, 9) NOT NULL,
    search_watt_hours DECIMAL(18, 9) NOT NULL,
    ratio DOUBLE NOT NULL,
    electricity_usd_per_query DECIMAL(18, 12) NOT NULL,
    electricity_usd_per_query_low DECIMAL(18, 12) NOT NULL,
    electricity_usd_per_query_high DECIMAL(18, 12) NOT NULL,
    published_on DATE NOT NULL,
    quality VARCHAR NOT NULL,
    source_url VARCHAR NOT NULL
);
