-- Times cheaper a year through better algorithms, from our own split of the fall of a chat answer's cost: the longest stretch
-- up to the claim (2025-12-31) in which algorithms are measured. The split of the whole time runs past that day.
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
WHERE bar = 'eci>=gpt-4-0314'
  AND workload = 'chat'
  AND driver = 'algorithms'
  AND span <> 'whole'
  AND measured
  AND period_to <= DATE '2025-12-31'
ORDER BY period_to - period_from DESC, period_to DESC
LIMIT 1
