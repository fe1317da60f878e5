-- the probability of having crossed never falls
-- severity: error
-- The digest of the key takes half the time of its four texts.
SELECT bar, workload, target, method, date FROM out_crossing
QUALIFY p_first_passage > lead(p_first_passage) OVER (
    PARTITION BY hash(bar, workload, target, method) ORDER BY date)
