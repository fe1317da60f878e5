-- a crossing that is more likely by then is not earlier
-- severity: error
SELECT bar, workload, target, method, date_p10, date_p50, date_p90 FROM out_crossing_date
WHERE date_p10 > date_p50 OR date_p50 > date_p90 OR date_p10 > date_p90
   OR (date_p10 IS NULL AND date_p50 IS NOT NULL) OR (date_p50 IS NULL AND date_p90 IS NOT NULL)
