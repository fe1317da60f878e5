-- Pages as they were captured, live or from a web archive: one row per capture, its bytes in the WARC files.
-- raw_capture keeps the sources that are shipped with the package.
CREATE TABLE raw_page_capture (
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
    doubt VARCHAR,
    PRIMARY KEY (source, url, captured_at)
);
