-- The rows of one shipped file of the backtest that belong to certain origins.
SELECT * FROM read_parquet($file) WHERE data_sha256 IN (SELECT unnest($fingerprints::VARCHAR[]))
