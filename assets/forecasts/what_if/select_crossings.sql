-- The published forecasts of the workload for the targets asked about.
SELECT *
FROM out_crossing
WHERE bar = $bar AND workload = $workload AND list_contains($targets::VARCHAR[], target)
