-- For every verdict, whether an answer had cost no more than the search by each of some days, as known now.
SELECT due.day, verdict.bar, verdict.workload, verdict.target, coalesce(verdict.crossed_on <= due.day, false) AS is_crossed
FROM (SELECT unnest($days::DATE[]) AS day) AS due
CROSS JOIN out_verdict AS verdict
