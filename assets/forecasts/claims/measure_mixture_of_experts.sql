-- How many times fewer parameters a mixture of experts computes with per token than it has, over open models; releases
-- of one maker with the same two sizes count once. The interval holds the middle 90% of designs.
WITH design AS (
    SELECT DISTINCT organization, total_params_b, active_params_b, total_params_b / active_params_b AS ratio
    FROM core_model
    WHERE active_params_b < total_params_b AND released_on IS NOT NULL
),
speed AS (
    SELECT count(*) AS n, exp(avg(ln(factor))) AS factor
    FROM core_technique_gain
    WHERE technique_id = 'mixture-of-experts' AND metric = 'throughput' AND factor IS NOT NULL
)
SELECT
    median(ratio) AS measured,
    quantile_cont(ratio, 0.05) AS low,
    quantile_cont(ratio, 0.95) AS high,
    0.9 AS interval_level,
    count(*) AS n,
    format(
        'Median of {} open designs by {} makers; measured as throughput, Mixtral 8x7B served {:.1f} times the tokens of a '
        'dense 70B model ({} vendor measurements).',
        count(*),
        count(DISTINCT organization),
        (SELECT coalesce(factor, 'nan'::DOUBLE) FROM speed),
        (SELECT n FROM speed)
    ) AS evidence
FROM design
