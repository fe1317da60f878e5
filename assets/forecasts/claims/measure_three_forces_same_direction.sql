-- The slowest of the three forces on the cost of a chat answer, in times cheaper a year over the longest stretch up to the
-- claim (2026-03-01) in which all three are measured: below 1 that force pushed the cost up.
WITH measured_driver AS (
    SELECT *
    FROM out_driver
    WHERE bar = 'eci>=gpt-4-0314'
      AND workload = 'chat'
      AND span <> 'whole'
      AND driver IN ('hardware', 'algorithms', 'market')
      AND measured
      AND period_to <= DATE '2026-03-01'
    QUALIFY count(*) OVER (PARTITION BY period_from, period_to) = 3
),
stretch AS (
    SELECT *
    FROM measured_driver
    QUALIFY dense_rank() OVER (ORDER BY period_to - period_from DESC, period_to DESC) = 1
)
SELECT
    arg_min(factor_per_year, factor_per_year) AS measured,
    arg_min(low, factor_per_year) AS low,
    arg_min(high, factor_per_year) AS high,
    arg_min(interval_level, factor_per_year) AS interval_level,
    arg_min(n, factor_per_year) AS n,
    format(
        'Times cheaper a year, {} to {}: {}. The slowest is {} ({}), from {} figures.',
        min(period_from),
        max(period_to),
        string_agg(format('{} {:.2f}', driver, factor_per_year), ', ' ORDER BY factor_per_year DESC, driver),
        arg_min(driver, factor_per_year),
        arg_min(method, factor_per_year),
        arg_min(n, factor_per_year)
    ) AS evidence
FROM stretch
HAVING count(*) = 3
