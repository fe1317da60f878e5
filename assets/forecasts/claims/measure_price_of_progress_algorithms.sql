-- Times cheaper a year through better algorithms, from our own split of the fall of a chat answer's cost over its whole
-- time.
SELECT
    factor_per_year AS measured,
    low,
    high,
    interval_level,
    n,
    format(
        'Share of algorithms in the fall on the headline bar, {} to {}, from {} figures: {}.',
        period_from,
        period_to,
        n,
        method
    ) AS evidence
FROM out_driver
WHERE bar = 'eci>=gpt-4-0314' AND workload = 'chat' AND driver = 'algorithms' AND span = 'whole' AND measured
