-- the probability of having crossed never falls
-- severity: error
SELECT bar, workload, target, method, date FROM out_crossing
QUALIFY p_first_passage > lead(p_first_passage) OVER (
    PARTITION BY bar, workload, target, method ORDER BY date)
