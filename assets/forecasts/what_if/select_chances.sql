-- Chances by a date, one row for each target.
SELECT
    $bar AS bar,
    $workload AS workload,
    unnest($targets) AS target,
    $origin AS origin,
    $method AS method,
    $day AS date,
    unnest($levels) AS p_level,
    unnest($firsts) AS p_first_passage
