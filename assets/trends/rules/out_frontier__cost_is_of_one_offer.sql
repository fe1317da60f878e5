-- a frontier cost is the tokens times the prices of its own offer, plus its searches
-- severity: error
SELECT bar, workload, valid_from, step.usd_per_query
FROM out_frontier AS step INNER JOIN core_workload AS w USING (workload)
WHERE abs(
    step.usd_per_query
    - (w.input_tokens * step.input_usd_per_mtok
       + w.cached_input_tokens * coalesce(step.cached_input_usd_per_mtok, step.input_usd_per_mtok)
       + w.output_tokens * step.output_usd_per_mtok) * 0.000001
    - w.searches * coalesce(step.search_usd_per_query, 0)) > 0.000000000001
