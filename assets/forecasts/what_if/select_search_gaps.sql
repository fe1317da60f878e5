-- The published forecasts of the workload for the targets asked about.
SELECT *
FROM out_search_gap_forecast
WHERE bar = $bar AND workload = $workload AND list_contains($targets::VARCHAR[], target)
