-- no throughput comes from a release after the month
-- severity: error
SELECT DISTINCT cost.release, cost.date, r.released_on
FROM (SELECT DISTINCT release, date FROM out_serving_cost) AS cost
INNER JOIN core_hardware_result AS r USING (release)
WHERE r.released_on > last_day(cost.date)
