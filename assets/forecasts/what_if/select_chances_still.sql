-- Chances by a date were each target exact and constant, one row for each target.
SELECT
    $bar AS bar,
    $workload AS workload,
    unnest($targets) AS target,
    $origin AS origin,
    $day AS date,
    unnest($levels) AS p_level_still,
    unnest($firsts) AS p_first_passage_still
