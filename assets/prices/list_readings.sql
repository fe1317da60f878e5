-- Which captures of price pages and feeds were read by which version of their reader.
SELECT source, capture_sha256 AS digest, reader_version
FROM _capture_reading
