-- The day of the history of which the verdicts are; none where they are as of a day that the history does not hold, or
-- where it no longer holds what they were computed from.
SELECT *
FROM _verdict_day
WHERE as_of = (SELECT max(as_of) FROM out_verdict)
  AND as_of IN (SELECT as_of FROM _verdict_price)
