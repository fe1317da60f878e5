-- The days on which a new snapshot of a bar's benchmark was published.
SELECT DISTINCT bar, known_on
FROM _bar_judgement
ORDER BY bar, known_on
