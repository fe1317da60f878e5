-- What the cheapest qualifying answer cost on some days, as known now.
SELECT due.day, frontier.bar, frontier.workload, frontier.usd_per_query
FROM (SELECT unnest($days::DATE[]) AS day) AS due
INNER JOIN out_frontier AS frontier
    ON frontier.valid_from <= due.day
    AND (frontier.valid_to IS NULL OR frontier.valid_to > due.day)
