SELECT *
FROM out_claim
ORDER BY position
