-- The changes that neither wait nor are flagged, or that were released, each with the number of independent families of
-- sources that showed the same price and with the probability that it is right.
SELECT
    claim.* EXCLUDE (change_id, witness) REPLACE (coalesce(evidence.n_sources, claim.n_sources) AS n_sources),
    evidence.witnesses,
    evidence.p_correct
FROM _price_change AS claim
LEFT JOIN _price_evidence AS evidence ON evidence.change_id = claim.change_id
ANTI JOIN (FROM _price_doubt WHERE released_by IS NULL) AS refused ON refused.change_id = claim.change_id
