-- the full data differ from themselves by nothing, and probabilities increase with the years
-- severity: error
SELECT kind, what, workload, target, method FROM out_sensitivity
WHERE (what = 'all' AND (coalesce(delta_p_1y, 0) <> 0 OR coalesce(delta_p_3y, 0) <> 0 OR coalesce(delta_p_5y, 0) <> 0))
   OR NOT (0 <= p_1y AND p_1y <= p_3y AND p_3y <= p_5y)
