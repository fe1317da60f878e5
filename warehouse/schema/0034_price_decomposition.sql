-- Which models are used, how many tokens a request takes and a text makes, and what they did to the price that is paid.
CREATE TABLE core_model_usage (
    router VARCHAR NOT NULL,
    used_on DATE NOT NULL,
    slug VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    tokens BIGINT NOT NULL,
    model_id VARCHAR,
    maker VARCHAR,
    input_usd_per_mtok DECIMAL(18, 9),
    output_usd_per_mtok DECIMAL(18, 9),
    listed_as VARCHAR,
    listed_on DATE,
    published_on DATE NOT NULL,
    licence VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    source_url VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL
);
CREATE TABLE core_task_tokens (
    measure VARCHAR NOT NULL,
    label VARCHAR NOT NULL,
    tokens INTEGER NOT NULL,
    input_tokens INTEGER,
    output_tokens INTEGER,
    bound VARCHAR NOT NULL,
    period VARCHAR NOT NULL,
    period_from DATE,
    period_to DATE,
    published_on DATE NOT NULL,
    author VARCHAR NOT NULL,
    licence VARCHAR NOT NULL,
    quality VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    source_url VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL
);
CREATE TABLE core_tokenizer_rate (
    tokenizer VARCHAR NOT NULL,
    label VARCHAR NOT NULL,
    text_kind VARCHAR NOT NULL,
    characters INTEGER NOT NULL,
    tokens INTEGER NOT NULL,
    tokens_per_1000_characters DOUBLE NOT NULL,
    text_sha256 VARCHAR NOT NULL,
    counted_with VARCHAR NOT NULL,
    counted_on DATE NOT NULL,
    licence VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    source_url VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL
);
CREATE TABLE core_model_tokenizer (
    model_id VARCHAR NOT NULL,
    tokenizer VARCHAR NOT NULL,
    evidence VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    source_url VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL
);
CREATE TABLE out_usage_price (
    router VARCHAR NOT NULL,
    used_on DATE NOT NULL,
    slug VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    model_id VARCHAR,
    tokens BIGINT NOT NULL,
    token_share DOUBLE NOT NULL,
    usd_per_mtok DECIMAL(18, 9),
    price_basis VARCHAR NOT NULL,
    input_usd_per_mtok DECIMAL(18, 9),
    output_usd_per_mtok DECIMAL(18, 9),
    price_date DATE,
    source_url VARCHAR NOT NULL
);
CREATE TABLE out_price_series (
    series VARCHAR NOT NULL,
    bar VARCHAR,
    workload VARCHAR NOT NULL,
    month DATE NOT NULL,
    date DATE,
    usd_per_mtok DECIMAL(18, 9),
    model_id VARCHAR,
    provider VARCHAR,
    priced_share DOUBLE,
    free_share DOUBLE,
    status VARCHAR NOT NULL,
    reason VARCHAR
);
CREATE TABLE out_price_decomposition (
    basis VARCHAR NOT NULL,
    bar VARCHAR NOT NULL,
    workload VARCHAR NOT NULL,
    span VARCHAR NOT NULL,
    period_from DATE NOT NULL,
    period_to DATE NOT NULL,
    piece VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    log_change DOUBLE,
    factor DOUBLE,
    status VARCHAR NOT NULL,
    evidence VARCHAR NOT NULL
);
