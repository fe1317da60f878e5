-- What made it fall?
SELECT driver, factor_per_year, low, high, method
FROM out_driver
WHERE bar = 'eci>=gpt-4-0314' AND workload = 'chat' AND span = 'whole'
ORDER BY factor_per_year DESC
