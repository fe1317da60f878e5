-- Refused price rows in a table of their own: out_quarantine joins them with refused rows about hardware, a later subject.
CREATE TABLE internal._price_refusal (
    source VARCHAR NOT NULL,
    captured_at TIMESTAMP NOT NULL,
    "row" VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    released_by VARCHAR,
    capture_sha256 VARCHAR NOT NULL
);
