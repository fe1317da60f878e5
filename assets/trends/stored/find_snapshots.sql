-- The days of the snapshots of each bar's benchmark.
SELECT DISTINCT bar, known_on
FROM _bar_judgement
ORDER BY bar, known_on
