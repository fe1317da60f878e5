-- the runner-up costs at least as much
-- severity: error
SELECT bar, workload, valid_from FROM out_frontier WHERE runner_up_usd_per_query < usd_per_query
