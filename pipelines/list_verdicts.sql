-- Verdicts in their published order: of one bar, workload or target, or of any where none is given.
SELECT *
FROM out_verdict
WHERE
    ($bar IS NULL OR bar = $bar)
    AND ($workload IS NULL OR workload = $workload)
    AND ($target IS NULL OR target = $target)
ORDER BY position
