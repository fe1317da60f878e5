-- The frontier on the day of a crossing; without a crossing, on the as-of date.
SELECT *
FROM out_frontier
WHERE bar = $bar
  AND workload = $workload
  AND valid_from <= coalesce($crossed_on::DATE, $as_of)
  AND (valid_to IS NULL OR valid_to > coalesce($crossed_on::DATE, $as_of))
