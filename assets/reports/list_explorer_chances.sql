-- The published chances that the cost of a workload has been as low as that of a search within 1, 3 and 5 years.
SELECT bar, workload, target, [round(p_1y, 4), round(p_3y, 4), round(p_5y, 4)] AS chances
FROM out_verdict
WHERE status = 'not_crossed' AND p_1y IS NOT NULL
ORDER BY bar, workload, target
