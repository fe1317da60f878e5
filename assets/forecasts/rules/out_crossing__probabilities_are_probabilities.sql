-- 0 <= P(level) <= P(first passage) <= 1
-- severity: error
SELECT bar, workload, target, method, date, p_level, p_first_passage FROM out_crossing
WHERE NOT (0 <= p_level AND p_level <= p_first_passage AND p_first_passage <= 1)
