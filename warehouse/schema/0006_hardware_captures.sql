-- Releases of hardware benchmarks and rental prices as they were captured, and what was read from them.
CREATE TABLE _release_source (
    source VARCHAR PRIMARY KEY,
    url VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    licence VARCHAR NOT NULL,
    verified BOOLEAN NOT NULL,
    look VARCHAR NOT NULL
);
CREATE TABLE _release_reading (
    source VARCHAR NOT NULL,
    digest VARCHAR NOT NULL,
    reader_version VARCHAR NOT NULL,
    rows INTEGER NOT NULL,
    problems INTEGER NOT NULL,
    first_problems VARCHAR,
    refused VARCHAR
);
CREATE TABLE _release_row (
    source VARCHAR NOT NULL,
    digest VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL,
    source_url VARCHAR NOT NULL,
    row VARCHAR NOT NULL
);
CREATE TABLE _release_seen (
    source VARCHAR NOT NULL,
    is_latest BOOLEAN NOT NULL,
    first_captured_at TIMESTAMP NOT NULL,
    captured_at TIMESTAMP NOT NULL,
    licence VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL,
    source_url VARCHAR NOT NULL,
    row VARCHAR NOT NULL
);
CREATE TABLE _captured_result (
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
    row VARCHAR NOT NULL
);
CREATE TABLE _captured_rental (
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
    row VARCHAR NOT NULL
);
CREATE TABLE core_engine_throughput (
    engine VARCHAR NOT NULL,
    version VARCHAR NOT NULL,
    released_on DATE,
    model VARCHAR NOT NULL,
    accelerator VARCHAR NOT NULL,
    accelerator_id VARCHAR NOT NULL,
    number_format VARCHAR,
    tensor_parallel INTEGER,
    gpus INTEGER NOT NULL,
    input_len INTEGER NOT NULL,
    output_len INTEGER NOT NULL,
    tokens_per_s DOUBLE NOT NULL,
    tokens_per_s_per_accelerator DOUBLE NOT NULL,
    doubt VARCHAR,
    source VARCHAR NOT NULL,
    source_url VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL
);
CREATE TABLE core_inference_sweep (
    model VARCHAR NOT NULL,
    accelerator VARCHAR NOT NULL,
    accelerator_id VARCHAR NOT NULL,
    number_format VARCHAR,
    framework VARCHAR,
    speculative_decoding VARCHAR,
    tensor_parallel INTEGER,
    gpus INTEGER NOT NULL,
    input_len INTEGER NOT NULL,
    output_len INTEGER NOT NULL,
    concurrency INTEGER NOT NULL,
    tokens_per_s DOUBLE,
    tokens_per_s_per_accelerator DOUBLE,
    total_tokens_per_s_per_accelerator DOUBLE NOT NULL,
    measured_on DATE,
    source VARCHAR NOT NULL,
    source_url VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL
);
CREATE TABLE core_decoding_speedup (
    method VARCHAR NOT NULL,
    model VARCHAR NOT NULL,
    hardware VARCHAR NOT NULL,
    setting VARCHAR,
    factor DOUBLE NOT NULL,
    low DOUBLE NOT NULL,
    high DOUBLE NOT NULL,
    mean_accepted_tokens DOUBLE,
    observed_at TIMESTAMP NOT NULL,
    source VARCHAR NOT NULL,
    source_url VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL
);
CREATE TABLE _hardware_refusal (
    source VARCHAR NOT NULL,
    captured_at TIMESTAMP NOT NULL,
    row VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    released_by VARCHAR,
    capture_sha256 VARCHAR NOT NULL
);
