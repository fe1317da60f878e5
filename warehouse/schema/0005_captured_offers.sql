-- Every attempt to capture a live page, the offers that the readers found, and dated exchange rates.
CREATE TABLE raw_page_attempt (
    source VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    attempted_at TIMESTAMP NOT NULL,
    outcome VARCHAR NOT NULL,
    reason VARCHAR
);
CREATE TABLE core_exchange_rate (
    currency VARCHAR NOT NULL,
    date DATE NOT NULL,
    usd DECIMAL(28, 15) NOT NULL,
    source VARCHAR NOT NULL,
    source_url VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL
);
CREATE TABLE _capture_reading (
    source VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL,
    reader_version VARCHAR NOT NULL,
    offers INTEGER NOT NULL,
    problems INTEGER NOT NULL,
    first_problems VARCHAR,
    refused VARCHAR
);
CREATE TABLE _captured_offer (
    source VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL,
    family VARCHAR NOT NULL,
    trust INTEGER NOT NULL,
    provider VARCHAR NOT NULL,
    model VARCHAR NOT NULL,
    tier VARCHAR NOT NULL,
    currency VARCHAR NOT NULL,
    input_per_mtok DECIMAL(18, 9) NOT NULL,
    cached_input_per_mtok DECIMAL(18, 9),
    output_per_mtok DECIMAL(18, 9) NOT NULL,
    context_from_tokens INTEGER,
    valid_from DATE,
    valid_to DATE,
    quote VARCHAR
);
CREATE TABLE _live_source (
    source VARCHAR PRIMARY KEY,
    url VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    licence VARCHAR NOT NULL,
    verified BOOLEAN NOT NULL
);
