-- The ratings over all questions of a leaderboard.
SELECT *
FROM leaderboard
WHERE category = 'overall'
