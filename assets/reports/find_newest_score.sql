-- The newest snapshot of scores that the bar is judged by.
SELECT max(score.vintage) AS vintage
FROM core_score AS score
INNER JOIN core_bar AS bar ON bar.benchmark = score.benchmark
WHERE bar.bar = $bar
