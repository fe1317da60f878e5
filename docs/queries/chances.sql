-- How likely is it that each search cost is reached that is not reached yet?
SELECT bar, workload, target, p_1y, p_3y, p_5y, date_p50
FROM out_verdict
WHERE status = 'not_crossed' AND bar = 'eci>=gpt-4-0314'
ORDER BY position
