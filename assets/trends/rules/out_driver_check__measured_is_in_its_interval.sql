-- a measured rate or share lies within its own interval, and a rate is positive
-- severity: error
SELECT check_id, bar, low, measured, high FROM out_driver_check
WHERE measured < low OR measured > high OR (unit = 'times per year' AND measured <= 0)
   OR (measured IS NULL) <> (low IS NULL) OR (measured IS NULL) <> (high IS NULL)
