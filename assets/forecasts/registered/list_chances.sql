-- The chance of every open verdict on the days to be registered: that an answer has cost no more than the search by then.
SELECT
    crossing.bar,
    crossing.workload,
    crossing.target,
    crossing.method,
    list(crossing.p_first_passage ORDER BY crossing.date) AS chances
FROM out_crossing AS crossing
INNER JOIN out_verdict AS verdict
    ON verdict.bar = crossing.bar
    AND verdict.workload = crossing.workload
    AND verdict.target = crossing.target
WHERE verdict.status = 'not_crossed'
  AND list_contains($methods, crossing.method)
  AND list_contains($dates::DATE[], crossing.date)
GROUP BY crossing.bar, crossing.workload, crossing.target, crossing.method
ORDER BY crossing.bar, crossing.workload, crossing.target, crossing.method
