-- The days from which a bar was seen by a new snapshot of its benchmark.
SELECT DISTINCT bar, known_on
FROM _bar_judgement
ORDER BY bar, known_on
