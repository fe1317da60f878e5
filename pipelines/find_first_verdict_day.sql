-- A day of which the history of verdicts holds something, if there is one.
SELECT as_of
FROM internal._verdict_day
LIMIT 1
