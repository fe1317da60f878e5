-- What each captured file of exchange rates gave, so that one that cannot be read is named in out_source.
CREATE TABLE internal._rate_reading (
    source VARCHAR NOT NULL,
    capture_sha256 VARCHAR NOT NULL,
    rows INTEGER NOT NULL,
    refused VARCHAR
);
