-- a chance is a probability that does not fall with the years, and a likelier date is not earlier
-- severity: error
SELECT bar, workload, target, p_1y, p_3y, p_5y, date_p10, date_p50, date_p90 FROM out_verdict
WHERE NOT (0 <= p_1y AND p_1y <= p_3y AND p_3y <= p_5y AND p_5y <= 1)
   OR date_p10 > date_p50 OR date_p50 > date_p90 OR date_p10 > date_p90
   OR (date_p10 IS NULL AND date_p50 IS NOT NULL) OR (date_p50 IS NULL AND date_p90 IS NOT NULL)
