-- Every claim, in the order in which claims are listed.
SELECT *
FROM out_claim
ORDER BY position, claim_id
