-- The headline's question at each bar: as published, with scores of any effort, and without stale offers.
SELECT
    coalesce(bar.label, row.bar) AS label,
    max(row.crossed_on) FILTER (row.what = 'all') AS published_on,
    max(row.usd_per_query) FILTER (row.what = 'all') AS published_usd,
    max(row.crossed_on) FILTER (row.kind = 'score-effort' AND row.what != 'all') AS any_effort_on,
    max(row.usd_per_query) FILTER (row.kind = 'score-effort' AND row.what != 'all') AS any_effort_usd,
    max(row.crossed_on) FILTER (row.kind = 'stale-offers' AND row.what != 'all') AS confirmed_on,
    max(row.usd_per_query) FILTER (row.kind = 'stale-offers' AND row.what != 'all') AS confirmed_usd
FROM out_sensitivity AS row
LEFT JOIN core_bar AS bar ON bar.bar = row.bar
WHERE row.kind IN ('score-effort', 'stale-offers') AND row.workload = $workload AND row.target = $target
GROUP BY row.bar, bar.label, bar.position
ORDER BY bar.position, row.bar
