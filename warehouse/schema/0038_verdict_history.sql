-- The verdicts as they stood on each day, and what they were computed from on the newest two of these days.
CREATE TABLE internal._verdict_day (
    as_of DATE NOT NULL,
    basis VARCHAR NOT NULL,
    code_version VARCHAR NOT NULL,
    facts_sha256 VARCHAR NOT NULL,
    facts_as_of DATE NOT NULL
);
CREATE TABLE internal._verdict_change (
    as_of DATE NOT NULL,
    basis VARCHAR NOT NULL,
    bar VARCHAR NOT NULL,
    workload VARCHAR NOT NULL,
    target VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    crossed_on DATE,
    model_id VARCHAR,
    provider VARCHAR,
    usd_per_query DECIMAL(18, 12),
    target_usd_per_query DECIMAL(18, 12),
    holds_now BOOLEAN,
    now_model_id VARCHAR,
    now_provider VARCHAR,
    now_usd_per_query DECIMAL(18, 12),
    now_target_usd_per_query DECIMAL(18, 12),
    p_1y DOUBLE,
    p_3y DOUBLE,
    p_5y DOUBLE,
    cause_kind VARCHAR,
    changed_because VARCHAR
);
CREATE TABLE internal._verdict_price (
    as_of DATE NOT NULL,
    provider VARCHAR NOT NULL,
    model_id VARCHAR NOT NULL,
    provider_model_id VARCHAR NOT NULL,
    input_usd_per_mtok DECIMAL(18, 9) NOT NULL,
    cached_input_usd_per_mtok DECIMAL(18, 9),
    output_usd_per_mtok DECIMAL(18, 9) NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    last_confirmed_on DATE NOT NULL,
    is_stale BOOLEAN NOT NULL,
    source VARCHAR NOT NULL
);
CREATE TABLE internal._verdict_score (
    as_of DATE NOT NULL,
    bar VARCHAR NOT NULL,
    answered_by VARCHAR NOT NULL,
    model_id VARCHAR NOT NULL,
    score DOUBLE NOT NULL,
    threshold DOUBLE NOT NULL,
    vintage DATE NOT NULL
);
CREATE TABLE internal._verdict_target (
    as_of DATE NOT NULL,
    target VARCHAR NOT NULL,
    usd_per_query DECIMAL(18, 12) NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE
);
