-- The date of the headline and the probability of the open target when one source of prices, or one bar, is left out.
SELECT
    crossed.kind, coalesce(bar.label, crossed.what) AS what, crossed.what AS id, crossed.crossed_on, crossed.delta_days,
    crossed.usd_per_query, crossed.cost_ratio, still.p_1y, still.delta_p_1y, crossed.n
FROM out_sensitivity AS crossed
LEFT JOIN out_sensitivity AS still
    ON still.kind = crossed.kind AND still.what = crossed.what AND still.bar = crossed.bar
    AND still.workload = crossed.workload AND still.method = crossed.method AND still.target = $still_open
LEFT JOIN core_bar AS bar ON bar.bar = crossed.what
WHERE crossed.kind IN ('leave-one-source-out', 'one-bar', 'leave-one-bar-out') AND crossed.workload = $workload AND crossed.target = $target
ORDER BY
    crossed.kind = 'leave-one-bar-out', crossed.kind = 'one-bar', crossed.what != 'all', crossed.crossed_on, crossed.what
