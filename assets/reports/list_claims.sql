-- Every row of the table behind the page's section, in its order.
SELECT *
FROM out_claim
ORDER BY position
