-- The price history as it was known on each day, for price_at. Sorted by a number made of the model: DuckDB skips the blocks
-- of other models by the range of a number, but only by the first eight bytes of a text, which many models share.
CREATE TABLE out_price_vintage (
    model_number UBIGINT NOT NULL,
    model VARCHAR NOT NULL,
    provider VARCHAR NOT NULL,
    model_id VARCHAR,
    provider_model_id VARCHAR NOT NULL,
    tier VARCHAR NOT NULL,
    context_from_tokens INTEGER,
    is_lowest_band BOOLEAN NOT NULL,
    input_usd_per_mtok DECIMAL(18, 9) NOT NULL,
    cached_input_usd_per_mtok DECIMAL(18, 9),
    output_usd_per_mtok DECIMAL(18, 9) NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    ended_by VARCHAR,
    known_from DATE NOT NULL,
    known_to DATE,
    in_force BOOLEAN NOT NULL,
    observed_at TIMESTAMP NOT NULL,
    last_confirmed_on DATE NOT NULL,
    date_basis VARCHAR NOT NULL,
    n_sources INTEGER NOT NULL,
    source VARCHAR NOT NULL,
    source_url VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL
);
