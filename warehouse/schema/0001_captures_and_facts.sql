-- What was read (bytes), and the facts read from it, each row with the capture it came from.
CREATE TABLE _made (
    table_name VARCHAR PRIMARY KEY,
    code_version VARCHAR NOT NULL,
    inputs VARCHAR NOT NULL,
    data_version VARCHAR NOT NULL,
    row_count BIGINT NOT NULL
);
CREATE TABLE raw_capture (
    source VARCHAR PRIMARY KEY,
    kind VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    licence VARCHAR NOT NULL,
    captured_at TIMESTAMP NOT NULL,
    capture_sha256 VARCHAR NOT NULL,
    bytes BIGINT NOT NULL
);
CREATE TABLE core_model (
    model_id VARCHAR PRIMARY KEY,
    name VARCHAR NOT NULL,
    organization VARCHAR,
    released_on DATE,
    open_weights BOOLEAN NOT NULL,
    total_params_b DOUBLE,
    active_params_b DOUBLE,
    reasoning BOOLEAN NOT NULL,
    source VARCHAR NOT NULL,
    source_url VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL
);
CREATE TABLE core_model_alias (
    alias VARCHAR NOT NULL,
    alias_source VARCHAR NOT NULL,
    model_id VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL,
    PRIMARY KEY (alias, alias_source)
);
CREATE TABLE core_price_observation (
    provider VARCHAR NOT NULL,
    model_id VARCHAR NOT NULL,
    provider_model_id VARCHAR NOT NULL,
    tier VARCHAR NOT NULL,
    input_usd_per_mtok DECIMAL(18, 9),
    cached_input_usd_per_mtok DECIMAL(18, 9),
    output_usd_per_mtok DECIMAL(18, 9),
    valid_from DATE NOT NULL,
    valid_to DATE,
    observed_at TIMESTAMP NOT NULL,
    date_basis VARCHAR NOT NULL,
    n_sources INTEGER NOT NULL,
    note VARCHAR,
    source VARCHAR NOT NULL,
    source_url VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL,
    PRIMARY KEY (source, provider, model_id, provider_model_id, tier, valid_from)
);
CREATE TABLE core_score (
    model_id VARCHAR NOT NULL,
    benchmark VARCHAR NOT NULL,
    score DOUBLE NOT NULL,
    score_low DOUBLE,
    score_high DOUBLE,
    vintage DATE NOT NULL,
    scale VARCHAR NOT NULL,
    effort VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    source_url VARCHAR NOT NULL,
    licence VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL,
    PRIMARY KEY (model_id, benchmark, vintage, scale, effort)
);
CREATE TABLE core_bar (
    bar VARCHAR PRIMARY KEY,
    position INTEGER NOT NULL,
    benchmark VARCHAR NOT NULL,
    scale VARCHAR,
    reference_model_id VARCHAR,
    threshold DOUBLE,
    label VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL
);
CREATE TABLE core_bar_member (
    bar VARCHAR NOT NULL,
    bound VARCHAR NOT NULL,
    model_id VARCHAR NOT NULL,
    score DOUBLE NOT NULL,
    threshold DOUBLE NOT NULL,
    vintage DATE NOT NULL,
    scale VARCHAR NOT NULL,
    effort VARCHAR NOT NULL,
    source_url VARCHAR NOT NULL,
    PRIMARY KEY (bar, bound, model_id)
);
CREATE TABLE core_workload (
    workload VARCHAR PRIMARY KEY,
    position INTEGER NOT NULL,
    input_tokens INTEGER NOT NULL,
    cached_input_tokens INTEGER NOT NULL,
    output_tokens INTEGER NOT NULL,
    searches INTEGER NOT NULL,
    answered_by VARCHAR NOT NULL,
    label VARCHAR NOT NULL,
    basis VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    source_url VARCHAR,
    capture_sha256 VARCHAR NOT NULL
);
CREATE TABLE core_search_cost (
    target VARCHAR NOT NULL,
    label VARCHAR NOT NULL,
    usd_per_query DECIMAL(18, 12) NOT NULL,
    usd_per_query_low DECIMAL(18, 12),
    usd_per_query_high DECIMAL(18, 12),
    valid_from DATE NOT NULL,
    valid_to DATE,
    kind VARCHAR NOT NULL,
    quality VARCHAR NOT NULL,
    date_basis VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    source_url VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL,
    PRIMARY KEY (target, valid_from, kind)
);
CREATE TABLE core_published_rate (
    claim_id VARCHAR PRIMARY KEY,
    author VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    quantity VARCHAR NOT NULL,
    reference VARCHAR NOT NULL,
    benchmark VARCHAR NOT NULL,
    factor_per_year DOUBLE,
    low DOUBLE,
    high DOUBLE,
    interval_level DOUBLE,
    period_from DATE NOT NULL,
    period_to DATE NOT NULL,
    method VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    source_url VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL
);
CREATE TABLE core_study_price (
    study VARCHAR NOT NULL,
    benchmark VARCHAR NOT NULL,
    reference_model VARCHAR NOT NULL,
    model VARCHAR NOT NULL,
    date DATE NOT NULL,
    usd_per_mtok DECIMAL(18, 9) NOT NULL,
    score DOUBLE NOT NULL,
    source VARCHAR NOT NULL,
    source_url VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL,
    PRIMARY KEY (study, benchmark, date)
);
CREATE TABLE core_accelerator (
    accelerator_id VARCHAR PRIMARY KEY,
    name VARCHAR NOT NULL,
    vendor VARCHAR,
    family VARCHAR NOT NULL,
    released_on DATE,
    memory_gb DOUBLE,
    memory_bandwidth_tb_per_s DOUBLE,
    dense_fp16_tflops DOUBLE,
    dense_fp8_tflops DOUBLE,
    tdp_w DOUBLE,
    list_price_usd DECIMAL(18, 2),
    spec_basis VARCHAR,
    source VARCHAR NOT NULL,
    source_url VARCHAR,
    capture_sha256 VARCHAR NOT NULL
);
CREATE TABLE core_accelerator_alias (
    alias VARCHAR PRIMARY KEY,
    accelerator_id VARCHAR NOT NULL,
    used_by VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL
);
CREATE TABLE core_hardware_result (
    result_id VARCHAR PRIMARY KEY,
    release VARCHAR NOT NULL,
    released_on DATE NOT NULL,
    release_date_basis VARCHAR NOT NULL,
    division VARCHAR NOT NULL,
    availability VARCHAR NOT NULL,
    submitter VARCHAR NOT NULL,
    system VARCHAR NOT NULL,
    accelerator VARCHAR NOT NULL,
    accelerator_id VARCHAR NOT NULL,
    accelerators INTEGER NOT NULL,
    benchmark VARCHAR NOT NULL,
    model_used VARCHAR,
    scenario VARCHAR NOT NULL,
    number_format VARCHAR,
    number_format_as_filed VARCHAR,
    software VARCHAR,
    metric_unit VARCHAR NOT NULL,
    value DOUBLE NOT NULL,
    value_per_accelerator DOUBLE NOT NULL,
    tokens_per_s_per_accelerator DOUBLE,
    tokens_basis VARCHAR,
    coverage VARCHAR NOT NULL,
    duplicate_of VARCHAR,
    note VARCHAR,
    source VARCHAR NOT NULL,
    source_url VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL
);
CREATE TABLE core_rental_price (
    provider VARCHAR NOT NULL,
    accelerator_id VARCHAR NOT NULL,
    month DATE NOT NULL,
    term VARCHAR NOT NULL,
    usd_per_gpu_hour DECIMAL(18, 6) NOT NULL,
    usd_per_gpu_hour_low DECIMAL(18, 6),
    usd_per_gpu_hour_high DECIMAL(18, 6),
    n INTEGER NOT NULL,
    basis VARCHAR NOT NULL,
    accelerator VARCHAR NOT NULL,
    licence VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    source_url VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL,
    PRIMARY KEY (provider, accelerator_id, month, term)
);
CREATE TABLE core_technique_gain (
    gain_id VARCHAR PRIMARY KEY,
    technique_id VARCHAR NOT NULL,
    metric VARCHAR NOT NULL,
    factor DOUBLE,
    low DOUBLE,
    high DOUBLE,
    baseline VARCHAR,
    model VARCHAR,
    hardware VARCHAR,
    batch VARCHAR,
    measured_on VARCHAR,
    evidence VARCHAR NOT NULL,
    value_from VARCHAR,
    value_to VARCHAR,
    value_unit VARCHAR,
    read VARCHAR NOT NULL,
    note VARCHAR,
    source VARCHAR NOT NULL,
    source_url VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL
);
CREATE TABLE core_software_gain (
    accelerator_id VARCHAR NOT NULL,
    benchmark VARCHAR NOT NULL,
    scenario VARCHAR NOT NULL,
    release_from VARCHAR NOT NULL,
    release_to VARCHAR NOT NULL,
    basis VARCHAR NOT NULL,
    factor DOUBLE NOT NULL,
    n INTEGER NOT NULL,
    n_from INTEGER,
    n_to INTEGER,
    metric_unit VARCHAR NOT NULL,
    best_from DOUBLE,
    best_to DOUBLE,
    submitter_from VARCHAR,
    submitter_to VARCHAR,
    accelerators_from INTEGER,
    accelerators_to INTEGER,
    number_format_from VARCHAR,
    number_format_to VARCHAR,
    availability_from VARCHAR,
    availability_to VARCHAR,
    coverage VARCHAR NOT NULL,
    same_format VARCHAR NOT NULL,
    adjacent BOOLEAN NOT NULL,
    source VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL,
    PRIMARY KEY (accelerator_id, benchmark, scenario, release_from, release_to, basis)
);
