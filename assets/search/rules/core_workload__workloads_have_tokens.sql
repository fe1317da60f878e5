-- every workload reads and writes tokens
-- severity: error
SELECT workload FROM core_workload WHERE input_tokens = 0 OR output_tokens = 0
