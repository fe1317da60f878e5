-- The slowest of the three forces on the cost of a chat answer, in times cheaper a year over the whole time of our own
-- split of its fall: below 1 that force pushed the cost up.
WITH force AS (
    SELECT *
    FROM out_driver
    WHERE bar = 'eci>=gpt-4-0314'
      AND workload = 'chat'
      AND span = 'whole'
      AND driver IN ('hardware', 'algorithms', 'market')
      AND measured
),
slowest AS (
    SELECT * FROM force QUALIFY row_number() OVER (ORDER BY factor_per_year) = 1
)
SELECT
    slowest.factor_per_year AS measured,
    slowest.low,
    slowest.high,
    slowest.interval_level,
    slowest.n,
    format(
        'Times cheaper a year, {} to {}: {}. The slowest is {} ({}), from {} figures.',
        slowest.period_from,
        slowest.period_to,
        (
            SELECT string_agg(format('{} {:.2f}', driver, factor_per_year), ', ' ORDER BY factor_per_year DESC, driver)
            FROM force
        ),
        slowest.driver,
        slowest.method,
        slowest.n
    ) AS evidence
FROM slowest
WHERE (SELECT count(*) FROM force) = 3
