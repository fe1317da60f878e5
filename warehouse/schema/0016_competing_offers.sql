-- What an offer must show to compete: a score measured with the effort that the use is answered with, a context window that
-- holds one call, and when its price was last confirmed. Every table here is rebuilt from its inputs.
DROP TABLE core_model;
CREATE TABLE core_model (
    model_id VARCHAR PRIMARY KEY,
    name VARCHAR NOT NULL,
    organization VARCHAR,
    released_on DATE,
    open_weights BOOLEAN NOT NULL,
    total_params_b DOUBLE,
    active_params_b DOUBLE,
    reasoning BOOLEAN NOT NULL,
    thinking VARCHAR,
    default_effort VARCHAR,
    effort_source VARCHAR,
    source VARCHAR NOT NULL,
    source_url VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL
);
DROP TABLE core_score;
CREATE TABLE core_score (
    model_id VARCHAR NOT NULL,
    benchmark VARCHAR NOT NULL,
    score DOUBLE NOT NULL,
    score_low DOUBLE,
    score_high DOUBLE,
    vintage DATE NOT NULL,
    scale VARCHAR NOT NULL,
    effort VARCHAR NOT NULL,
    score_effort VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    source_url VARCHAR NOT NULL,
    licence VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL,
    PRIMARY KEY (model_id, benchmark, vintage, scale, effort)
);
DROP TABLE core_workload;
CREATE TABLE core_workload (
    workload VARCHAR PRIMARY KEY,
    position INTEGER NOT NULL,
    input_tokens INTEGER NOT NULL,
    cached_input_tokens INTEGER NOT NULL,
    output_tokens INTEGER NOT NULL,
    searches INTEGER NOT NULL,
    calls INTEGER NOT NULL,
    answered_by VARCHAR NOT NULL,
    label VARCHAR NOT NULL,
    basis VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    source_url VARCHAR,
    capture_sha256 VARCHAR NOT NULL
);
CREATE TABLE core_context_window (
    provider VARCHAR,
    provider_model_id VARCHAR,
    model_id VARCHAR NOT NULL,
    context_tokens INTEGER NOT NULL,
    read_on DATE NOT NULL,
    read_from VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    source_url VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL
);
CREATE TABLE core_price_confirmation (
    provider VARCHAR NOT NULL,
    model_id VARCHAR NOT NULL,
    provider_model_id VARCHAR NOT NULL,
    tier VARCHAR NOT NULL,
    confirmed_on DATE NOT NULL,
    input_usd_per_mtok DECIMAL(18, 9) NOT NULL,
    output_usd_per_mtok DECIMAL(18, 9) NOT NULL,
    read_from VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    source_url VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL
);
DROP TABLE _price_change;
CREATE TABLE _price_change (
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
DROP TABLE core_price_observation;
CREATE TABLE core_price_observation (
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
    source VARCHAR NOT NULL,
    family VARCHAR NOT NULL,
    trust INTEGER NOT NULL,
    source_url VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL
);
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
    is_stale BOOLEAN NOT NULL,
    date_basis VARCHAR NOT NULL,
    n_sources INTEGER NOT NULL,
    source VARCHAR NOT NULL,
    source_url VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL
);
DROP TABLE _bar_judgement;
CREATE TABLE _bar_judgement (
    bar VARCHAR NOT NULL,
    known_on DATE NOT NULL,
    is_latest BOOLEAN NOT NULL,
    answered_by VARCHAR NOT NULL,
    any_effort BOOLEAN NOT NULL,
    model_id VARCHAR NOT NULL,
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
DROP TABLE core_bar_member;
CREATE TABLE core_bar_member (
    bar VARCHAR NOT NULL,
    bound VARCHAR NOT NULL,
    answered_by VARCHAR NOT NULL,
    model_id VARCHAR NOT NULL,
    score DOUBLE NOT NULL,
    threshold DOUBLE NOT NULL,
    vintage DATE NOT NULL,
    scale VARCHAR NOT NULL,
    effort VARCHAR NOT NULL,
    score_effort VARCHAR NOT NULL,
    source_url VARCHAR NOT NULL,
    PRIMARY KEY (bar, bound, answered_by, model_id)
);
DROP TABLE _offer_cost;
CREATE TABLE _offer_cost (
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
DROP TABLE _frontier;
CREATE TABLE _frontier (
    bar VARCHAR NOT NULL,
    bound VARCHAR NOT NULL,
    workload VARCHAR NOT NULL,
    valid_from DATE NOT NULL,
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
DROP TABLE out_frontier;
CREATE TABLE out_frontier (
    bar VARCHAR NOT NULL,
    workload VARCHAR NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    usd_per_query DECIMAL(18, 12) NOT NULL,
    provider VARCHAR NOT NULL,
    model_id VARCHAR NOT NULL,
    provider_model_id VARCHAR NOT NULL,
    input_usd_per_mtok DECIMAL(18, 9) NOT NULL,
    cached_input_usd_per_mtok DECIMAL(18, 9),
    output_usd_per_mtok DECIMAL(18, 9) NOT NULL,
    search_usd_per_query DECIMAL(18, 12),
    context_tokens INTEGER,
    last_confirmed_on DATE NOT NULL,
    is_stale BOOLEAN NOT NULL,
    runner_up_model_id VARCHAR,
    runner_up_provider VARCHAR,
    runner_up_usd_per_query DECIMAL(18, 12),
    other_provider VARCHAR,
    other_provider_usd_per_query DECIMAL(18, 12),
    any_effort_model_id VARCHAR,
    any_effort_provider VARCHAR,
    any_effort_usd_per_query DECIMAL(18, 12),
    score DOUBLE NOT NULL,
    score_effort VARCHAR NOT NULL,
    threshold DOUBLE NOT NULL,
    vintage DATE NOT NULL,
    pseudo_real_time BOOLEAN NOT NULL,
    price_valid_from DATE NOT NULL,
    n_sources INTEGER NOT NULL,
    source VARCHAR NOT NULL,
    source_url VARCHAR NOT NULL,
    score_source_url VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL,
    PRIMARY KEY (bar, workload, valid_from)
);
ALTER TABLE out_verdict ADD COLUMN now_last_confirmed_on DATE;
ALTER TABLE out_verdict ADD COLUMN now_is_stale BOOLEAN;
ALTER TABLE out_verdict ADD COLUMN stale_model_id VARCHAR;
ALTER TABLE out_verdict ADD COLUMN stale_provider VARCHAR;
ALTER TABLE out_verdict ADD COLUMN stale_usd_per_query DECIMAL(18, 12);
CREATE TABLE out_cost_today (
    bar VARCHAR NOT NULL,
    workload VARCHAR NOT NULL,
    as_of DATE NOT NULL,
    usd_per_query DECIMAL(18, 12) NOT NULL,
    provider VARCHAR NOT NULL,
    model_id VARCHAR NOT NULL,
    provider_model_id VARCHAR NOT NULL,
    last_confirmed_on DATE NOT NULL,
    is_stale BOOLEAN NOT NULL,
    bars_passed INTEGER,
    bars_judged INTEGER,
    failed_bars VARCHAR,
    confirmed_usd_per_query DECIMAL(18, 12),
    confirmed_provider VARCHAR,
    confirmed_model_id VARCHAR,
    median_of_five_usd_per_query DECIMAL(18, 12),
    n_offers INTEGER NOT NULL,
    n_confirmed INTEGER NOT NULL,
    n_unknown_window INTEGER NOT NULL,
    lowest_usd_per_query DECIMAL(18, 12),
    lowest_on DATE,
    times_lowest DOUBLE,
    PRIMARY KEY (bar, workload)
);
