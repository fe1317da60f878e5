-- Whether a price is in force on the as-of date is stored, so that price_now reads only the few that are. The table is rebuilt.
DROP TABLE out_price_history;
CREATE TABLE out_price_history (
    provider VARCHAR NOT NULL,
    model_id VARCHAR NOT NULL,
    provider_model_id VARCHAR NOT NULL,
    tier VARCHAR NOT NULL,
    context_from_tokens INTEGER,
    input_usd_per_mtok DECIMAL(18, 9) NOT NULL,
    cached_input_usd_per_mtok DECIMAL(18, 9),
    output_usd_per_mtok DECIMAL(18, 9) NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    ended_by VARCHAR,
    observed_at TIMESTAMP NOT NULL,
    last_confirmed_on DATE NOT NULL,
    in_force BOOLEAN NOT NULL,
    is_stale BOOLEAN NOT NULL,
    date_basis VARCHAR NOT NULL,
    n_sources INTEGER NOT NULL,
    source VARCHAR NOT NULL,
    source_url VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL
);
