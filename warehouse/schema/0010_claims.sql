-- Claims of the blog and of studies beside our own measurement, and the gap between an answer and a search.
CREATE TABLE out_claim (
    claim_id VARCHAR PRIMARY KEY,
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
CREATE TABLE out_search_gap (
    bar VARCHAR NOT NULL,
    workload VARCHAR NOT NULL,
    target VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    date DATE NOT NULL,
    answer_usd_per_query DECIMAL(18, 12) NOT NULL,
    search_usd_per_query DECIMAL(18, 12) NOT NULL,
    search_usd_per_query_low DECIMAL(18, 12),
    search_usd_per_query_high DECIMAL(18, 12),
    search_valid_from DATE NOT NULL,
    search_ended_on DATE,
    log10_gap DOUBLE NOT NULL
);
CREATE TABLE out_search_gap_forecast (
    bar VARCHAR NOT NULL,
    workload VARCHAR NOT NULL,
    target VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    origin DATE NOT NULL,
    date DATE NOT NULL,
    log10_gap_p10 DOUBLE NOT NULL,
    log10_gap_p50 DOUBLE NOT NULL,
    log10_gap_p90 DOUBLE NOT NULL,
    p_level DOUBLE NOT NULL,
    p_first_passage DOUBLE NOT NULL,
    p_level_still DOUBLE NOT NULL,
    p_first_passage_still DOUBLE NOT NULL
);
