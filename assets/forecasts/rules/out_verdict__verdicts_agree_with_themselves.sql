-- a crossing has a date on or before the as-of date and a ratio up to 1; not crossed has neither
-- severity: error
SELECT bar, workload, target, status, crossed_on, ratio FROM out_verdict
WHERE status NOT IN ('crossed', 'crossed_before_first_look', 'not_crossed')
   OR (status = 'not_crossed') IS NOT DISTINCT FROM (
       crossed_on IS NOT NULL AND crossed_on <= as_of AND ratio <= 1)
   OR (status = 'not_crossed' AND holds_now)
