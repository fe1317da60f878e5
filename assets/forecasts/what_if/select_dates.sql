-- The dates by which the chance reaches 10, 50 and 90%, one row for each target.
SELECT
    $bar AS bar,
    $workload AS workload,
    unnest($targets) AS target,
    $origin AS origin,
    $method AS method,
    unnest($date_p10::DATE[]) AS date_p10,
    unnest($date_p50::DATE[]) AS date_p50,
    unnest($date_p90::DATE[]) AS date_p90
