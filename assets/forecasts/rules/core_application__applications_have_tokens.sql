-- every application reads and writes tokens
-- severity: error
SELECT application FROM core_application WHERE input_tokens = 0 OR output_tokens = 0
