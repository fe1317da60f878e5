-- Every row of the table behind the page's section, in its order; topics in the order of their first claims.
SELECT *, min(position) OVER (PARTITION BY topic) AS position_of_topic
FROM out_claim
ORDER BY position
