-- The day of the newest snapshot of scores.
SELECT max(vintage) AS day
FROM core_score
