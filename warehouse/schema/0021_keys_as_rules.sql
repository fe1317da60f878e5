-- Tables without PRIMARY KEYs: a table with an index gives no block back when its rows are replaced, so the file grew by a
-- third of itself a day. The rules `unique_key` state the keys, and are evaluated before a build is committed.
-- Each table is created again with its columns and constraints, and keeps its rows. Key columns stay NOT NULL.
ALTER TABLE main.core_accelerator RENAME TO _keyed;
CREATE TABLE main.core_accelerator (
    accelerator_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    vendor VARCHAR,
    family VARCHAR NOT NULL,
    released_on DATE,
    memory_gb DOUBLE,
    memory_bandwidth_tb_per_s DOUBLE,
    dense_fp16_tflops DOUBLE,
    dense_fp8_tflops DOUBLE,
    tdp_w DOUBLE,
    list_price_usd DECIMAL(18,2),
    spec_basis VARCHAR,
    source VARCHAR NOT NULL,
    source_url VARCHAR,
    capture_sha256 VARCHAR NOT NULL
);
INSERT INTO main.core_accelerator BY NAME SELECT * FROM main._keyed;
DROP TABLE main._keyed;
ALTER TABLE main.core_accelerator_alias RENAME TO _keyed;
CREATE TABLE main.core_accelerator_alias (
    alias VARCHAR NOT NULL,
    accelerator_id VARCHAR NOT NULL,
    used_by VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL
);
INSERT INTO main.core_accelerator_alias BY NAME SELECT * FROM main._keyed;
DROP TABLE main._keyed;
ALTER TABLE main.core_application RENAME TO _keyed;
CREATE TABLE main.core_application (
    application VARCHAR NOT NULL,
    label VARCHAR NOT NULL,
    models INTEGER NOT NULL,
    calls INTEGER NOT NULL,
    input_tokens BIGINT NOT NULL,
    cached_input_tokens BIGINT NOT NULL,
    output_tokens BIGINT NOT NULL,
    searches INTEGER NOT NULL,
    other_usd DECIMAL(18,12) NOT NULL,
    answered_by VARCHAR NOT NULL,
    bars VARCHAR NOT NULL,
    budget_usd DECIMAL(18,12) NOT NULL,
    budget_source VARCHAR NOT NULL,
    budget_quality VARCHAR NOT NULL,
    basis VARCHAR NOT NULL,
    quality VARCHAR NOT NULL,
    source_url VARCHAR,
    position INTEGER NOT NULL,
    source VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL
);
INSERT INTO main.core_application BY NAME SELECT * FROM main._keyed;
DROP TABLE main._keyed;
ALTER TABLE main.core_bar RENAME TO _keyed;
CREATE TABLE main.core_bar (
    bar VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    benchmark VARCHAR NOT NULL,
    scale VARCHAR,
    reference_model_id VARCHAR,
    threshold DOUBLE,
    label VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL
);
INSERT INTO main.core_bar BY NAME SELECT * FROM main._keyed;
DROP TABLE main._keyed;
ALTER TABLE main.core_bar_member RENAME TO _keyed;
CREATE TABLE main.core_bar_member (
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
    source_url VARCHAR NOT NULL
);
INSERT INTO main.core_bar_member BY NAME SELECT * FROM main._keyed;
DROP TABLE main._keyed;
ALTER TABLE main.core_energy_per_query RENAME TO _keyed;
CREATE TABLE main.core_energy_per_query (
    subject VARCHAR NOT NULL,
    watt_hours DECIMAL(18,9) NOT NULL,
    low DECIMAL(18,9),
    high DECIMAL(18,9),
    published_on DATE NOT NULL,
    author VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    source_url VARCHAR NOT NULL,
    quality VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL
);
INSERT INTO main.core_energy_per_query BY NAME SELECT * FROM main._keyed;
DROP TABLE main._keyed;
ALTER TABLE main.core_hardware_outlier RENAME TO _keyed;
CREATE TABLE main.core_hardware_outlier (
    result_id VARCHAR NOT NULL,
    action VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL
);
INSERT INTO main.core_hardware_outlier BY NAME SELECT * FROM main._keyed;
DROP TABLE main._keyed;
ALTER TABLE main.core_hardware_result RENAME TO _keyed;
CREATE TABLE main.core_hardware_result (
    result_id VARCHAR NOT NULL,
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
INSERT INTO main.core_hardware_result BY NAME SELECT * FROM main._keyed;
DROP TABLE main._keyed;
ALTER TABLE main.core_model RENAME TO _keyed;
CREATE TABLE main.core_model (
    model_id VARCHAR NOT NULL,
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
INSERT INTO main.core_model BY NAME SELECT * FROM main._keyed;
DROP TABLE main._keyed;
ALTER TABLE main.core_model_alias RENAME TO _keyed;
CREATE TABLE main.core_model_alias (
    alias VARCHAR NOT NULL,
    alias_source VARCHAR NOT NULL,
    model_id VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL
);
INSERT INTO main.core_model_alias BY NAME SELECT * FROM main._keyed;
DROP TABLE main._keyed;
ALTER TABLE main.core_published_rate RENAME TO _keyed;
CREATE TABLE main.core_published_rate (
    claim_id VARCHAR NOT NULL,
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
INSERT INTO main.core_published_rate BY NAME SELECT * FROM main._keyed;
DROP TABLE main._keyed;
ALTER TABLE main.core_rental_price RENAME TO _keyed;
CREATE TABLE main.core_rental_price (
    provider VARCHAR NOT NULL,
    accelerator_id VARCHAR NOT NULL,
    month DATE NOT NULL,
    term VARCHAR NOT NULL,
    usd_per_gpu_hour DECIMAL(18,6) NOT NULL,
    usd_per_gpu_hour_low DECIMAL(18,6),
    usd_per_gpu_hour_high DECIMAL(18,6),
    n INTEGER NOT NULL,
    basis VARCHAR NOT NULL,
    accelerator VARCHAR NOT NULL,
    licence VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    source_url VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL
);
INSERT INTO main.core_rental_price BY NAME SELECT * FROM main._keyed;
DROP TABLE main._keyed;
ALTER TABLE main.core_score RENAME TO _keyed;
CREATE TABLE main.core_score (
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
    capture_sha256 VARCHAR NOT NULL
);
INSERT INTO main.core_score BY NAME SELECT * FROM main._keyed;
DROP TABLE main._keyed;
ALTER TABLE main.core_search_cost RENAME TO _keyed;
CREATE TABLE main.core_search_cost (
    target VARCHAR NOT NULL,
    label VARCHAR NOT NULL,
    usd_per_query DECIMAL(18,12) NOT NULL,
    usd_per_query_low DECIMAL(18,12),
    usd_per_query_high DECIMAL(18,12),
    valid_from DATE NOT NULL,
    valid_to DATE,
    kind VARCHAR NOT NULL,
    quality VARCHAR NOT NULL,
    date_basis VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    source_url VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL
);
INSERT INTO main.core_search_cost BY NAME SELECT * FROM main._keyed;
DROP TABLE main._keyed;
ALTER TABLE main.core_search_estimate RENAME TO _keyed;
CREATE TABLE main.core_search_estimate (
    target VARCHAR NOT NULL,
    variant VARCHAR NOT NULL,
    label VARCHAR NOT NULL,
    energy_subject VARCHAR NOT NULL,
    usd_per_kwh_low DECIMAL(18,9) NOT NULL,
    usd_per_kwh_high DECIMAL(18,9) NOT NULL,
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
    capture_sha256 VARCHAR NOT NULL
);
INSERT INTO main.core_search_estimate BY NAME SELECT * FROM main._keyed;
DROP TABLE main._keyed;
ALTER TABLE main.core_software_gain RENAME TO _keyed;
CREATE TABLE main.core_software_gain (
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
    capture_sha256 VARCHAR NOT NULL
);
INSERT INTO main.core_software_gain BY NAME SELECT * FROM main._keyed;
DROP TABLE main._keyed;
ALTER TABLE main.core_study_price RENAME TO _keyed;
CREATE TABLE main.core_study_price (
    study VARCHAR NOT NULL,
    benchmark VARCHAR NOT NULL,
    reference_model VARCHAR NOT NULL,
    model VARCHAR NOT NULL,
    date DATE NOT NULL,
    usd_per_mtok DECIMAL(18,9) NOT NULL,
    score DOUBLE NOT NULL,
    source VARCHAR NOT NULL,
    source_url VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL
);
INSERT INTO main.core_study_price BY NAME SELECT * FROM main._keyed;
DROP TABLE main._keyed;
ALTER TABLE main.core_technique_gain RENAME TO _keyed;
CREATE TABLE main.core_technique_gain (
    gain_id VARCHAR NOT NULL,
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
INSERT INTO main.core_technique_gain BY NAME SELECT * FROM main._keyed;
DROP TABLE main._keyed;
ALTER TABLE main.core_workload RENAME TO _keyed;
CREATE TABLE main.core_workload (
    workload VARCHAR NOT NULL,
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
INSERT INTO main.core_workload BY NAME SELECT * FROM main._keyed;
DROP TABLE main._keyed;
ALTER TABLE main.out_backtest_summary RENAME TO _keyed;
CREATE TABLE main.out_backtest_summary (
    method VARCHAR NOT NULL,
    horizon_months INTEGER NOT NULL,
    n INTEGER NOT NULL,
    n_failed INTEGER NOT NULL,
    n_vintage INTEGER NOT NULL,
    n_origins INTEGER NOT NULL,
    crps DOUBLE NOT NULL,
    crps_no_change DOUBLE NOT NULL,
    pinball DOUBLE NOT NULL,
    skill_vs_no_change DOUBLE NOT NULL,
    skill_low DOUBLE,
    skill_high DOUBLE,
    interval_level DOUBLE NOT NULL,
    cover_50 DOUBLE NOT NULL,
    cover_80 DOUBLE NOT NULL,
    cover_95 DOUBLE NOT NULL
);
INSERT INTO main.out_backtest_summary BY NAME SELECT * FROM main._keyed;
DROP TABLE main._keyed;
ALTER TABLE main.out_calibration RENAME TO _keyed;
CREATE TABLE main.out_calibration (
    kind VARCHAR NOT NULL,
    method VARCHAR NOT NULL,
    horizon_months INTEGER NOT NULL,
    bin_low DOUBLE NOT NULL,
    bin_high DOUBLE NOT NULL,
    n INTEGER NOT NULL,
    n_censored INTEGER NOT NULL,
    forecast DOUBLE NOT NULL,
    observed DOUBLE NOT NULL,
    brier DOUBLE
);
INSERT INTO main.out_calibration BY NAME SELECT * FROM main._keyed;
DROP TABLE main._keyed;
ALTER TABLE main.out_claim RENAME TO _keyed;
CREATE TABLE main.out_claim (
    claim_id VARCHAR NOT NULL,
    claim VARCHAR NOT NULL,
    author VARCHAR NOT NULL,
    made_on DATE NOT NULL,
    source_url VARCHAR NOT NULL,
    claimed_low DOUBLE,
    claimed_high DOUBLE,
    unit VARCHAR,
    measured DOUBLE,
    low DOUBLE,
    high DOUBLE,
    interval_level DOUBLE,
    n INTEGER,
    verdict VARCHAR NOT NULL,
    evidence VARCHAR NOT NULL,
    measured_as VARCHAR,
    reason VARCHAR,
    measured_by VARCHAR,
    as_of DATE NOT NULL,
    position INTEGER NOT NULL,
    source VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL
);
INSERT INTO main.out_claim BY NAME SELECT * FROM main._keyed;
DROP TABLE main._keyed;
ALTER TABLE main.out_cost_today RENAME TO _keyed;
CREATE TABLE main.out_cost_today (
    bar VARCHAR NOT NULL,
    workload VARCHAR NOT NULL,
    as_of DATE NOT NULL,
    usd_per_query DECIMAL(18,12) NOT NULL,
    provider VARCHAR NOT NULL,
    model_id VARCHAR NOT NULL,
    provider_model_id VARCHAR NOT NULL,
    last_confirmed_on DATE NOT NULL,
    is_stale BOOLEAN NOT NULL,
    bars_passed INTEGER,
    bars_judged INTEGER,
    failed_bars VARCHAR,
    confirmed_usd_per_query DECIMAL(18,12),
    confirmed_provider VARCHAR,
    confirmed_model_id VARCHAR,
    median_of_five_usd_per_query DECIMAL(18,12),
    n_offers INTEGER NOT NULL,
    n_confirmed INTEGER NOT NULL,
    n_unknown_window INTEGER NOT NULL,
    lowest_usd_per_query DECIMAL(18,12),
    lowest_on DATE,
    times_lowest DOUBLE
);
INSERT INTO main.out_cost_today BY NAME SELECT * FROM main._keyed;
DROP TABLE main._keyed;
ALTER TABLE main.out_crossing_date RENAME TO _keyed;
CREATE TABLE main.out_crossing_date (
    bar VARCHAR NOT NULL,
    workload VARCHAR NOT NULL,
    target VARCHAR NOT NULL,
    method VARCHAR NOT NULL,
    origin DATE NOT NULL,
    date_p10 DATE,
    date_p50 DATE,
    date_p90 DATE
);
INSERT INTO main.out_crossing_date BY NAME SELECT * FROM main._keyed;
DROP TABLE main._keyed;
ALTER TABLE main.out_driver RENAME TO _keyed;
CREATE TABLE main.out_driver (
    bar VARCHAR NOT NULL,
    workload VARCHAR NOT NULL,
    driver VARCHAR NOT NULL,
    span VARCHAR NOT NULL,
    period_from DATE NOT NULL,
    period_to DATE NOT NULL,
    factor_per_year DOUBLE,
    low DOUBLE,
    high DOUBLE,
    interval_level DOUBLE NOT NULL,
    log_change DOUBLE,
    log_change_low DOUBLE,
    log_change_high DOUBLE,
    share DOUBLE,
    measured BOOLEAN NOT NULL,
    measured_from DATE,
    usd_per_query_from DECIMAL(18,12) NOT NULL,
    usd_per_query_to DECIMAL(18,12) NOT NULL,
    observed_log_change DOUBLE NOT NULL,
    n INTEGER,
    method VARCHAR NOT NULL,
    evidence VARCHAR,
    note VARCHAR,
    CHECK (driver IN ('hardware', 'algorithms', 'market', 'residual')),
    CHECK (span IN ('year', 'joined', 'whole')),
    CHECK (period_to > period_from),
    CHECK (measured = (log_change IS NOT NULL))
);
INSERT INTO main.out_driver BY NAME SELECT * FROM main._keyed;
DROP TABLE main._keyed;
ALTER TABLE main.out_energy_comparison RENAME TO _keyed;
CREATE TABLE main.out_energy_comparison (
    subject VARCHAR NOT NULL,
    watt_hours DECIMAL(18,9) NOT NULL,
    search_watt_hours DECIMAL(18,9) NOT NULL,
    ratio DOUBLE NOT NULL,
    electricity_usd_per_query DECIMAL(18,12) NOT NULL,
    electricity_usd_per_query_low DECIMAL(18,12) NOT NULL,
    electricity_usd_per_query_high DECIMAL(18,12) NOT NULL,
    published_on DATE NOT NULL,
    quality VARCHAR NOT NULL,
    source_url VARCHAR NOT NULL
);
INSERT INTO main.out_energy_comparison BY NAME SELECT * FROM main._keyed;
DROP TABLE main._keyed;
ALTER TABLE main.out_frontier RENAME TO _keyed;
CREATE TABLE main.out_frontier (
    bar VARCHAR NOT NULL,
    workload VARCHAR NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    usd_per_query DECIMAL(18,12) NOT NULL,
    provider VARCHAR NOT NULL,
    model_id VARCHAR NOT NULL,
    provider_model_id VARCHAR NOT NULL,
    input_usd_per_mtok DECIMAL(18,9) NOT NULL,
    cached_input_usd_per_mtok DECIMAL(18,9),
    output_usd_per_mtok DECIMAL(18,9) NOT NULL,
    search_usd_per_query DECIMAL(18,12),
    context_tokens INTEGER,
    last_confirmed_on DATE NOT NULL,
    is_stale BOOLEAN NOT NULL,
    runner_up_model_id VARCHAR,
    runner_up_provider VARCHAR,
    runner_up_usd_per_query DECIMAL(18,12),
    other_provider VARCHAR,
    other_provider_usd_per_query DECIMAL(18,12),
    any_effort_model_id VARCHAR,
    any_effort_provider VARCHAR,
    any_effort_usd_per_query DECIMAL(18,12),
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
    capture_sha256 VARCHAR NOT NULL
);
INSERT INTO main.out_frontier BY NAME SELECT * FROM main._keyed;
DROP TABLE main._keyed;
ALTER TABLE main.out_hardware_result_doubt RENAME TO _keyed;
CREATE TABLE main.out_hardware_result_doubt (
    result_id VARCHAR NOT NULL,
    release VARCHAR NOT NULL,
    accelerator_id VARCHAR NOT NULL,
    benchmark VARCHAR NOT NULL,
    scenario VARCHAR NOT NULL,
    division VARCHAR NOT NULL,
    submitter VARCHAR NOT NULL,
    metric_unit VARCHAR NOT NULL,
    value_per_accelerator DOUBLE NOT NULL,
    reference_per_accelerator DOUBLE NOT NULL,
    ratio DOUBLE NOT NULL,
    action VARCHAR NOT NULL,
    reason VARCHAR
);
INSERT INTO main.out_hardware_result_doubt BY NAME SELECT * FROM main._keyed;
DROP TABLE main._keyed;
ALTER TABLE main.out_market_spread RENAME TO _keyed;
CREATE TABLE main.out_market_spread (
    bar VARCHAR NOT NULL,
    workload VARCHAR NOT NULL,
    date DATE NOT NULL,
    model_id VARCHAR NOT NULL,
    sellers INTEGER NOT NULL,
    lowest_usd_per_query DECIMAL(18,12) NOT NULL,
    median_usd_per_query DECIMAL(18,12) NOT NULL,
    highest_usd_per_query DECIMAL(18,12) NOT NULL,
    spread_ratio DOUBLE NOT NULL,
    cheapest_open_usd_per_query DECIMAL(18,12) NOT NULL,
    cheapest_closed_usd_per_query DECIMAL(18,12),
    open_over_closed DOUBLE
);
INSERT INTO main.out_market_spread BY NAME SELECT * FROM main._keyed;
DROP TABLE main._keyed;
ALTER TABLE main.out_monthly_cost RENAME TO _keyed;
CREATE TABLE main.out_monthly_cost (
    bar VARCHAR NOT NULL,
    workload VARCHAR NOT NULL,
    date DATE NOT NULL,
    usd_per_query DECIMAL(18,12) NOT NULL,
    provider VARCHAR NOT NULL,
    model_id VARCHAR NOT NULL
);
INSERT INTO main.out_monthly_cost BY NAME SELECT * FROM main._keyed;
DROP TABLE main._keyed;
ALTER TABLE main.out_pool_weight RENAME TO _keyed;
CREATE TABLE main.out_pool_weight (
    method VARCHAR NOT NULL,
    origin DATE NOT NULL,
    weight DOUBLE NOT NULL,
    crps_vs_no_change DOUBLE
);
INSERT INTO main.out_pool_weight BY NAME SELECT * FROM main._keyed;
DROP TABLE main._keyed;
ALTER TABLE main.out_price_point RENAME TO _keyed;
CREATE TABLE main.out_price_point (
    application VARCHAR NOT NULL,
    bar VARCHAR NOT NULL,
    workload VARCHAR NOT NULL,
    as_of DATE NOT NULL,
    status VARCHAR NOT NULL,
    budget_usd DECIMAL(18,12) NOT NULL,
    usd_per_task DECIMAL(18,12) NOT NULL,
    ratio DOUBLE NOT NULL,
    calls_per_budget DOUBLE NOT NULL,
    holds_now BOOLEAN NOT NULL,
    days_within_budget INTEGER NOT NULL,
    viable_on DATE,
    viable_model_id VARCHAR,
    viable_provider VARCHAR,
    viable_usd_per_task DECIMAL(18,12),
    below_at_first_comparison BOOLEAN NOT NULL,
    p_1y DOUBLE,
    p_3y DOUBLE,
    p_5y DOUBLE,
    date_p10 DATE,
    date_p50 DATE,
    date_p90 DATE,
    method VARCHAR NOT NULL,
    model_id VARCHAR NOT NULL,
    provider VARCHAR NOT NULL,
    budget_source VARCHAR NOT NULL,
    budget_quality VARCHAR NOT NULL,
    basis VARCHAR NOT NULL,
    quality VARCHAR NOT NULL,
    position INTEGER NOT NULL
);
INSERT INTO main.out_price_point BY NAME SELECT * FROM main._keyed;
DROP TABLE main._keyed;
ALTER TABLE main.out_rental_index RENAME TO _keyed;
CREATE TABLE main.out_rental_index (
    accelerator VARCHAR NOT NULL,
    month DATE NOT NULL,
    term VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    usd_per_gpu_hour DECIMAL(18,6) NOT NULL,
    low DECIMAL(18,6),
    high DECIMAL(18,6),
    interval_level DOUBLE NOT NULL,
    n_providers INTEGER NOT NULL,
    n_matched INTEGER,
    months_since_previous INTEGER,
    base_month DATE,
    basis VARCHAR NOT NULL,
    source VARCHAR NOT NULL
);
INSERT INTO main.out_rental_index BY NAME SELECT * FROM main._keyed;
DROP TABLE main._keyed;
ALTER TABLE main.out_sensitivity RENAME TO _keyed;
CREATE TABLE main.out_sensitivity (
    kind VARCHAR NOT NULL,
    what VARCHAR NOT NULL,
    bar VARCHAR NOT NULL,
    workload VARCHAR NOT NULL,
    target VARCHAR NOT NULL,
    method VARCHAR NOT NULL,
    crossed_on DATE,
    usd_per_query DECIMAL(18,12),
    p_1y DOUBLE,
    p_3y DOUBLE,
    p_5y DOUBLE,
    delta_days INTEGER,
    cost_ratio DOUBLE,
    delta_p_1y DOUBLE,
    n INTEGER NOT NULL
);
INSERT INTO main.out_sensitivity BY NAME SELECT * FROM main._keyed;
DROP TABLE main._keyed;
ALTER TABLE main.out_software_gain RENAME TO _keyed;
CREATE TABLE main.out_software_gain (
    kind VARCHAR NOT NULL,
    accelerator VARCHAR NOT NULL,
    benchmark VARCHAR NOT NULL,
    scenario VARCHAR NOT NULL,
    series VARCHAR NOT NULL,
    release_from VARCHAR NOT NULL,
    release_to VARCHAR NOT NULL,
    years DOUBLE NOT NULL,
    ratio DOUBLE NOT NULL,
    low DOUBLE NOT NULL,
    high DOUBLE NOT NULL,
    interval_level DOUBLE NOT NULL,
    fitted_ratio DOUBLE,
    half_time_years DOUBLE,
    half_time_low_years DOUBLE,
    half_time_high_years DOUBLE,
    is_saturated BOOLEAN,
    n INTEGER NOT NULL,
    n_submitters INTEGER NOT NULL,
    n_releases INTEGER NOT NULL,
    metric_unit VARCHAR NOT NULL,
    number_format_from VARCHAR,
    number_format_to VARCHAR,
    same_format VARCHAR NOT NULL,
    coverage VARCHAR NOT NULL
);
INSERT INTO main.out_software_gain BY NAME SELECT * FROM main._keyed;
DROP TABLE main._keyed;
ALTER TABLE main.out_source RENAME TO _keyed;
CREATE TABLE main.out_source (
    source VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    licence VARCHAR NOT NULL,
    last_success_at TIMESTAMP,
    age_hours DOUBLE,
    rows BIGINT NOT NULL,
    quarantined BIGINT NOT NULL,
    status VARCHAR NOT NULL,
    error VARCHAR,
    capture_sha256 VARCHAR
);
INSERT INTO main.out_source BY NAME SELECT * FROM main._keyed;
DROP TABLE main._keyed;
ALTER TABLE main.out_technique_gain RENAME TO _keyed;
CREATE TABLE main.out_technique_gain (
    technique VARCHAR NOT NULL,
    metric VARCHAR NOT NULL,
    factor DOUBLE,
    low DOUBLE,
    high DOUBLE,
    n INTEGER NOT NULL,
    n_independent INTEGER NOT NULL,
    n_authors INTEGER NOT NULL,
    n_vendor INTEGER NOT NULL,
    n_recalled INTEGER NOT NULL,
    n_sources INTEGER NOT NULL,
    n_left_out INTEGER NOT NULL,
    best_evidence VARCHAR
);
INSERT INTO main.out_technique_gain BY NAME SELECT * FROM main._keyed;
DROP TABLE main._keyed;
ALTER TABLE main.out_throughput_per_dollar RENAME TO _keyed;
CREATE TABLE main.out_throughput_per_dollar (
    release VARCHAR NOT NULL,
    released_on DATE NOT NULL,
    accelerator VARCHAR NOT NULL,
    benchmark VARCHAR NOT NULL,
    scenario VARCHAR NOT NULL,
    tokens_per_s_per_accelerator DOUBLE NOT NULL,
    n INTEGER NOT NULL,
    usd_per_gpu_hour DECIMAL(18,6),
    price_month DATE,
    price_basis VARCHAR,
    n_providers INTEGER,
    mtok_per_usd DOUBLE
);
INSERT INTO main.out_throughput_per_dollar BY NAME SELECT * FROM main._keyed;
DROP TABLE main._keyed;
ALTER TABLE main.out_trend RENAME TO _keyed;
CREATE TABLE main.out_trend (
    bar VARCHAR NOT NULL,
    workload VARCHAR NOT NULL,
    method VARCHAR NOT NULL,
    span VARCHAR NOT NULL,
    window_from DATE NOT NULL,
    window_to DATE NOT NULL,
    n INTEGER NOT NULL,
    factor_per_year DOUBLE NOT NULL,
    low DOUBLE,
    high DOUBLE,
    interval_level DOUBLE NOT NULL
);
INSERT INTO main.out_trend BY NAME SELECT * FROM main._keyed;
DROP TABLE main._keyed;
ALTER TABLE main.out_verdict RENAME TO _keyed;
CREATE TABLE main.out_verdict (
    bar VARCHAR NOT NULL,
    workload VARCHAR NOT NULL,
    target VARCHAR NOT NULL,
    as_of DATE NOT NULL,
    status VARCHAR NOT NULL,
    crossed_on DATE,
    crossed_on_low DATE,
    crossed_on_high DATE,
    holds_now BOOLEAN NOT NULL,
    model_id VARCHAR NOT NULL,
    provider VARCHAR NOT NULL,
    usd_per_query DECIMAL(18,12) NOT NULL,
    target_usd_per_query DECIMAL(18,12) NOT NULL,
    ratio DOUBLE NOT NULL,
    now_model_id VARCHAR NOT NULL,
    now_provider VARCHAR NOT NULL,
    now_usd_per_query DECIMAL(18,12) NOT NULL,
    now_target_usd_per_query DECIMAL(18,12) NOT NULL,
    now_ratio DOUBLE NOT NULL,
    target_kind VARCHAR NOT NULL,
    target_ended_on DATE,
    p_1y DOUBLE,
    p_3y DOUBLE,
    p_5y DOUBLE,
    p_level_1y DOUBLE,
    p_level_3y DOUBLE,
    p_level_5y DOUBLE,
    date_p10 DATE,
    date_p50 DATE,
    date_p90 DATE,
    method VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    explanation VARCHAR,
    now_last_confirmed_on DATE,
    now_is_stale BOOLEAN,
    stale_model_id VARCHAR,
    stale_provider VARCHAR,
    stale_usd_per_query DECIMAL(18,12)
);
INSERT INTO main.out_verdict BY NAME SELECT * FROM main._keyed;
DROP TABLE main._keyed;
ALTER TABLE main.raw_capture RENAME TO _keyed;
CREATE TABLE main.raw_capture (
    source VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    licence VARCHAR NOT NULL,
    captured_at TIMESTAMP NOT NULL,
    capture_sha256 VARCHAR NOT NULL,
    bytes BIGINT NOT NULL
);
INSERT INTO main.raw_capture BY NAME SELECT * FROM main._keyed;
DROP TABLE main._keyed;
ALTER TABLE main.raw_page_capture RENAME TO _keyed;
CREATE TABLE main.raw_page_capture (
    source VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    captured_at TIMESTAMP NOT NULL,
    fetched_at TIMESTAMP NOT NULL,
    via VARCHAR NOT NULL,
    asked_url VARCHAR NOT NULL,
    final_url VARCHAR NOT NULL,
    address VARCHAR,
    status INTEGER NOT NULL,
    content_type VARCHAR,
    headers VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL,
    bytes BIGINT NOT NULL,
    warc_file VARCHAR NOT NULL,
    warc_offset BIGINT NOT NULL,
    body_warc_file VARCHAR NOT NULL,
    body_warc_offset BIGINT NOT NULL,
    counts BOOLEAN NOT NULL,
    doubt VARCHAR
);
INSERT INTO main.raw_page_capture BY NAME SELECT * FROM main._keyed;
DROP TABLE main._keyed;
ALTER TABLE internal._application_cost RENAME TO _keyed;
CREATE TABLE internal._application_cost (
    application VARCHAR NOT NULL,
    bar VARCHAR NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    usd_per_task DECIMAL(18,12) NOT NULL,
    search_usd DECIMAL(18,12) NOT NULL,
    model_id VARCHAR NOT NULL,
    provider VARCHAR NOT NULL,
    reasoning BOOLEAN NOT NULL
);
INSERT INTO internal._application_cost BY NAME SELECT * FROM internal._keyed;
DROP TABLE internal._keyed;
ALTER TABLE internal._bar_judgement RENAME TO _keyed;
CREATE TABLE internal._bar_judgement (
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
    source_url VARCHAR NOT NULL
);
INSERT INTO internal._bar_judgement BY NAME SELECT * FROM internal._keyed;
DROP TABLE internal._keyed;
ALTER TABLE internal._forecast_path RENAME TO _keyed;
CREATE TABLE internal._forecast_path (
    bar VARCHAR NOT NULL,
    workload VARCHAR NOT NULL,
    origin DATE NOT NULL,
    n_paths INTEGER NOT NULL,
    n_months INTEGER NOT NULL,
    log10_ratio BLOB NOT NULL
);
INSERT INTO internal._forecast_path BY NAME SELECT * FROM internal._keyed;
DROP TABLE internal._keyed;
ALTER TABLE internal._frontier RENAME TO _keyed;
CREATE TABLE internal._frontier (
    bar VARCHAR NOT NULL,
    bound VARCHAR NOT NULL,
    workload VARCHAR NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    usd_per_query DECIMAL(18,12) NOT NULL,
    search_usd_per_query DECIMAL(18,12),
    provider VARCHAR NOT NULL,
    model_id VARCHAR NOT NULL,
    provider_model_id VARCHAR NOT NULL,
    price_valid_from DATE NOT NULL,
    context_tokens INTEGER,
    last_confirmed_on DATE NOT NULL,
    is_stale BOOLEAN NOT NULL,
    runner_up_model_id VARCHAR,
    runner_up_provider VARCHAR,
    runner_up_usd_per_query DECIMAL(18,12),
    other_provider VARCHAR,
    other_provider_usd_per_query DECIMAL(18,12)
);
INSERT INTO internal._frontier BY NAME SELECT * FROM internal._keyed;
DROP TABLE internal._keyed;
ALTER TABLE internal._hardware_evidence RENAME TO _keyed;
CREATE TABLE internal._hardware_evidence (
    result_id VARCHAR NOT NULL,
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
INSERT INTO internal._hardware_evidence BY NAME SELECT * FROM internal._keyed;
DROP TABLE internal._keyed;
ALTER TABLE internal._live_source RENAME TO _keyed;
CREATE TABLE internal._live_source (
    source VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    licence VARCHAR NOT NULL,
    verified BOOLEAN NOT NULL
);
INSERT INTO internal._live_source BY NAME SELECT * FROM internal._keyed;
DROP TABLE internal._keyed;
ALTER TABLE internal._made RENAME TO _keyed;
CREATE TABLE internal._made (
    table_name VARCHAR NOT NULL,
    code_version VARCHAR NOT NULL,
    inputs VARCHAR NOT NULL,
    data_version VARCHAR NOT NULL,
    row_count BIGINT NOT NULL
);
INSERT INTO internal._made BY NAME SELECT * FROM internal._keyed;
DROP TABLE internal._keyed;
ALTER TABLE internal._release_source RENAME TO _keyed;
CREATE TABLE internal._release_source (
    source VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    licence VARCHAR NOT NULL,
    verified BOOLEAN NOT NULL,
    look VARCHAR NOT NULL
);
INSERT INTO internal._release_source BY NAME SELECT * FROM internal._keyed;
DROP TABLE internal._keyed;
