-- Tables that are not for users move to a schema of their own, so that SHOW TABLES lists what users may query. Their rows
-- are kept. DuckDB cannot move a table between schemas, so each is created again as it was and its rows are copied.
DROP VIEW IF EXISTS main._accelerator_rent;
DROP VIEW IF EXISTS main._as_of;
DROP VIEW IF EXISTS main._bar_reading;
DROP VIEW IF EXISTS main._capability;
DROP VIEW IF EXISTS main._search_price;
CREATE TABLE internal._application_cost (
    application VARCHAR,
    bar VARCHAR,
    valid_from DATE,
    valid_to DATE,
    usd_per_task DECIMAL(18, 12) NOT NULL,
    search_usd DECIMAL(18, 12) NOT NULL,
    model_id VARCHAR NOT NULL,
    provider VARCHAR NOT NULL,
    reasoning BOOLEAN NOT NULL,
    PRIMARY KEY (application, bar, valid_from)
);
INSERT INTO internal._application_cost BY NAME SELECT * FROM main._application_cost;
DROP TABLE main._application_cost;
CREATE TABLE internal._backtest_chance (
    bar VARCHAR NOT NULL,
    workload VARCHAR NOT NULL,
    method VARCHAR NOT NULL,
    origin DATE NOT NULL,
    times_cheaper DOUBLE NOT NULL,
    log10_threshold DOUBLE NOT NULL,
    horizon_months INTEGER NOT NULL,
    p DOUBLE NOT NULL,
    data_sha256 VARCHAR NOT NULL
);
INSERT INTO internal._backtest_chance BY NAME SELECT * FROM main._backtest_chance;
DROP TABLE main._backtest_chance;
CREATE TABLE internal._backtest_tally (
    method VARCHAR NOT NULL,
    origin DATE NOT NULL,
    horizon_months INTEGER NOT NULL,
    target DATE NOT NULL,
    n INTEGER NOT NULL,
    crps DOUBLE NOT NULL,
    baseline_crps DOUBLE NOT NULL,
    in_50 INTEGER NOT NULL,
    in_80 INTEGER NOT NULL,
    in_95 INTEGER NOT NULL,
    data_sha256 VARCHAR NOT NULL
);
INSERT INTO internal._backtest_tally BY NAME SELECT * FROM main._backtest_tally;
DROP TABLE main._backtest_tally;
CREATE TABLE internal._bar_judgement (
    bar VARCHAR,
    known_on DATE,
    is_latest BOOLEAN NOT NULL,
    answered_by VARCHAR,
    any_effort BOOLEAN,
    model_id VARCHAR,
    score DOUBLE NOT NULL,
    threshold DOUBLE NOT NULL,
    threshold_below DOUBLE,
    threshold_above DOUBLE,
    score_below DOUBLE,
    score_above DOUBLE,
    vintage DATE NOT NULL,
    scale VARCHAR NOT NULL,
    effort VARCHAR NOT NULL,
    score_effort VARCHAR NOT NULL,
    source_url VARCHAR NOT NULL,
    PRIMARY KEY (bar, known_on, answered_by, any_effort, model_id)
);
INSERT INTO internal._bar_judgement BY NAME SELECT * FROM main._bar_judgement;
DROP TABLE main._bar_judgement;
CREATE TABLE internal._capture_reading (
    source VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL,
    reader_version VARCHAR NOT NULL,
    offers INTEGER NOT NULL,
    problems INTEGER NOT NULL,
    first_problems VARCHAR,
    refused VARCHAR
);
INSERT INTO internal._capture_reading BY NAME SELECT * FROM main._capture_reading;
DROP TABLE main._capture_reading;
CREATE TABLE internal._captured_offer (
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
INSERT INTO internal._captured_offer BY NAME SELECT * FROM main._captured_offer;
DROP TABLE main._captured_offer;
CREATE TABLE internal._captured_rental (
    provider VARCHAR NOT NULL,
    accelerator VARCHAR NOT NULL,
    accelerator_id VARCHAR,
    usd_per_gpu_hour DECIMAL(18, 6) NOT NULL,
    term VARCHAR NOT NULL,
    observed_at TIMESTAMP,
    basis VARCHAR NOT NULL,
    reason VARCHAR,
    captured_at TIMESTAMP NOT NULL,
    licence VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    source_url VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL,
    "row" VARCHAR NOT NULL
);
INSERT INTO internal._captured_rental BY NAME SELECT * FROM main._captured_rental;
DROP TABLE main._captured_rental;
CREATE TABLE internal._captured_result (
    result_id VARCHAR NOT NULL,
    release VARCHAR,
    division VARCHAR,
    availability VARCHAR,
    submitter VARCHAR,
    system VARCHAR NOT NULL,
    accelerator VARCHAR,
    accelerator_id VARCHAR,
    accelerators INTEGER,
    benchmark VARCHAR NOT NULL,
    model_used VARCHAR,
    scenario VARCHAR NOT NULL,
    number_format_as_filed VARCHAR,
    software VARCHAR,
    metric_unit VARCHAR NOT NULL,
    value DOUBLE NOT NULL,
    value_per_accelerator DOUBLE,
    tokens_per_s_per_accelerator DOUBLE,
    tokens_basis VARCHAR,
    duplicate_of VARCHAR,
    reason VARCHAR,
    captured_at TIMESTAMP NOT NULL,
    first_captured_at TIMESTAMP NOT NULL,
    source VARCHAR NOT NULL,
    source_url VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL,
    "row" VARCHAR NOT NULL
);
INSERT INTO internal._captured_result BY NAME SELECT * FROM main._captured_result;
DROP TABLE main._captured_result;
CREATE TABLE internal._forecast_path (
    bar VARCHAR,
    workload VARCHAR,
    origin DATE NOT NULL,
    n_paths INTEGER NOT NULL,
    n_months INTEGER NOT NULL,
    log10_ratio BLOB NOT NULL,
    PRIMARY KEY (bar, workload)
);
INSERT INTO internal._forecast_path BY NAME SELECT * FROM main._forecast_path;
DROP TABLE main._forecast_path;
CREATE TABLE internal._frontier (
    bar VARCHAR,
    bound VARCHAR,
    workload VARCHAR,
    valid_from DATE,
    valid_to DATE,
    usd_per_query DECIMAL(18, 12) NOT NULL,
    search_usd_per_query DECIMAL(18, 12),
    provider VARCHAR NOT NULL,
    model_id VARCHAR NOT NULL,
    provider_model_id VARCHAR NOT NULL,
    price_valid_from DATE NOT NULL,
    context_tokens INTEGER,
    last_confirmed_on DATE NOT NULL,
    is_stale BOOLEAN NOT NULL,
    runner_up_model_id VARCHAR,
    runner_up_provider VARCHAR,
    runner_up_usd_per_query DECIMAL(18, 12),
    other_provider VARCHAR,
    other_provider_usd_per_query DECIMAL(18, 12),
    PRIMARY KEY (bar, bound, workload, valid_from)
);
INSERT INTO internal._frontier BY NAME SELECT * FROM main._frontier;
DROP TABLE main._frontier;
CREATE TABLE internal._hardware_evidence (
    result_id VARCHAR PRIMARY KEY,
    release VARCHAR NOT NULL,
    released_on DATE NOT NULL,
    accelerator_id VARCHAR NOT NULL,
    benchmark VARCHAR NOT NULL,
    scenario VARCHAR NOT NULL,
    submitter VARCHAR NOT NULL,
    number_format VARCHAR,
    metric_unit VARCHAR NOT NULL,
    value_per_accelerator DOUBLE NOT NULL,
    coverage VARCHAR NOT NULL
);
INSERT INTO internal._hardware_evidence BY NAME SELECT * FROM main._hardware_evidence;
DROP TABLE main._hardware_evidence;
CREATE TABLE internal._hardware_refusal (
    source VARCHAR NOT NULL,
    captured_at TIMESTAMP NOT NULL,
    "row" VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    released_by VARCHAR,
    capture_sha256 VARCHAR NOT NULL
);
INSERT INTO internal._hardware_refusal BY NAME SELECT * FROM main._hardware_refusal;
DROP TABLE main._hardware_refusal;
CREATE TABLE internal._live_source (
    source VARCHAR PRIMARY KEY,
    url VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    licence VARCHAR NOT NULL,
    verified BOOLEAN NOT NULL
);
INSERT INTO internal._live_source BY NAME SELECT * FROM main._live_source;
DROP TABLE main._live_source;
CREATE TABLE internal._made (
    table_name VARCHAR PRIMARY KEY,
    code_version VARCHAR NOT NULL,
    inputs VARCHAR NOT NULL,
    data_version VARCHAR NOT NULL,
    row_count BIGINT NOT NULL
);
INSERT INTO internal._made BY NAME SELECT * FROM main._made;
DROP TABLE main._made;
CREATE TABLE internal._migration (
    number INTEGER PRIMARY KEY,
    name VARCHAR NOT NULL
);
INSERT INTO internal._migration BY NAME SELECT * FROM main._migration;
DROP TABLE main._migration;
CREATE TABLE internal._offer_cost (
    workload VARCHAR NOT NULL,
    answered_by VARCHAR NOT NULL,
    provider VARCHAR NOT NULL,
    model_id VARCHAR NOT NULL,
    provider_model_id VARCHAR NOT NULL,
    price_valid_from DATE NOT NULL,
    price_valid_to DATE,
    valid_from DATE NOT NULL,
    valid_to DATE,
    token_usd DECIMAL(18, 12) NOT NULL,
    search_usd_per_query DECIMAL(18, 12),
    search_usd DECIMAL(18, 12) NOT NULL,
    usd_per_query DECIMAL(18, 12) NOT NULL,
    context_tokens INTEGER,
    last_confirmed_on DATE NOT NULL,
    is_stale BOOLEAN NOT NULL
);
INSERT INTO internal._offer_cost BY NAME SELECT * FROM main._offer_cost;
DROP TABLE main._offer_cost;
CREATE TABLE internal._price_change (
    change_id BIGINT NOT NULL,
    source VARCHAR NOT NULL,
    family VARCHAR NOT NULL,
    trust INTEGER NOT NULL,
    provider VARCHAR NOT NULL,
    model_id VARCHAR NOT NULL,
    provider_model_id VARCHAR NOT NULL,
    tier VARCHAR NOT NULL,
    context_from_tokens INTEGER,
    input_usd_per_mtok DECIMAL(18, 9),
    cached_input_usd_per_mtok DECIMAL(18, 9),
    output_usd_per_mtok DECIMAL(18, 9),
    currency VARCHAR NOT NULL,
    native_input_per_mtok DECIMAL(18, 9),
    native_cached_input_per_mtok DECIMAL(18, 9),
    native_output_per_mtok DECIMAL(18, 9),
    valid_from DATE NOT NULL,
    observed_at TIMESTAMP NOT NULL,
    confirmed_at TIMESTAMP NOT NULL,
    last_seen_on DATE NOT NULL,
    date_basis VARCHAR NOT NULL,
    n_sources INTEGER NOT NULL,
    note VARCHAR,
    quote VARCHAR,
    source_url VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL
);
INSERT INTO internal._price_change BY NAME SELECT * FROM main._price_change;
DROP TABLE main._price_change;
CREATE TABLE internal._price_doubt (
    change_id BIGINT NOT NULL,
    reason VARCHAR NOT NULL,
    released_by VARCHAR
);
INSERT INTO internal._price_doubt BY NAME SELECT * FROM main._price_doubt;
DROP TABLE main._price_doubt;
CREATE TABLE internal._price_seen (
    source VARCHAR NOT NULL,
    family VARCHAR NOT NULL,
    trust INTEGER NOT NULL,
    is_listing BOOLEAN NOT NULL,
    provider VARCHAR NOT NULL,
    model_id VARCHAR NOT NULL,
    provider_model_id VARCHAR NOT NULL,
    tier VARCHAR NOT NULL,
    context_from_tokens INTEGER,
    input_usd_per_mtok DECIMAL(18, 9),
    cached_input_usd_per_mtok DECIMAL(18, 9),
    output_usd_per_mtok DECIMAL(18, 9),
    currency VARCHAR NOT NULL,
    native_input_per_mtok DECIMAL(18, 9),
    native_cached_input_per_mtok DECIMAL(18, 9),
    native_output_per_mtok DECIMAL(18, 9),
    stated_from DATE,
    stated_to DATE,
    observed_at TIMESTAMP NOT NULL,
    date_basis VARCHAR NOT NULL,
    n_sources INTEGER NOT NULL,
    note VARCHAR,
    quote VARCHAR,
    source_url VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL
);
INSERT INTO internal._price_seen BY NAME SELECT * FROM main._price_seen;
DROP TABLE main._price_seen;
CREATE TABLE internal._release_reading (
    source VARCHAR NOT NULL,
    digest VARCHAR NOT NULL,
    reader_version VARCHAR NOT NULL,
    "rows" INTEGER NOT NULL,
    problems INTEGER NOT NULL,
    first_problems VARCHAR,
    refused VARCHAR
);
INSERT INTO internal._release_reading BY NAME SELECT * FROM main._release_reading;
DROP TABLE main._release_reading;
CREATE TABLE internal._release_row (
    source VARCHAR NOT NULL,
    digest VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL,
    source_url VARCHAR NOT NULL,
    "row" VARCHAR NOT NULL
);
INSERT INTO internal._release_row BY NAME SELECT * FROM main._release_row;
DROP TABLE main._release_row;
CREATE TABLE internal._release_seen (
    source VARCHAR NOT NULL,
    is_latest BOOLEAN NOT NULL,
    first_captured_at TIMESTAMP NOT NULL,
    captured_at TIMESTAMP NOT NULL,
    licence VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL,
    source_url VARCHAR NOT NULL,
    "row" VARCHAR NOT NULL
);
INSERT INTO internal._release_seen BY NAME SELECT * FROM main._release_seen;
DROP TABLE main._release_seen;
CREATE TABLE internal._release_source (
    source VARCHAR PRIMARY KEY,
    url VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    licence VARCHAR NOT NULL,
    verified BOOLEAN NOT NULL,
    look VARCHAR NOT NULL
);
INSERT INTO internal._release_source BY NAME SELECT * FROM main._release_source;
DROP TABLE main._release_source;
