-- every verdict has its explanation
-- severity: error
SELECT bar, workload, target FROM out_verdict WHERE explanation IS NULL
