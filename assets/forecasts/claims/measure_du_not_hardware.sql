-- Percentage of the fall of a chat answer's cost (in logarithms) that is not hardware, from our own split: the longest
-- stretch up to the claim (2026-03-30) in which hardware is measured. The ends are those of hardware's interval.
SELECT
    100 * (1 - log_change / observed_log_change) AS measured,
    100 * (1 - greatest(log_change_low / observed_log_change, log_change_high / observed_log_change)) AS low,
    100 * (1 - least(log_change_low / observed_log_change, log_change_high / observed_log_change)) AS high,
    interval_level,
    n,
    format(
        'Split of the fall on the headline bar, {} to {}: hardware {:.1f}% of it ({}).',
        period_from,
        period_to,
        100 * log_change / observed_log_change,
        method
    ) AS evidence
FROM out_driver
WHERE bar = 'eci>=gpt-4-0314'
  AND workload = 'chat'
  AND driver = 'hardware'
  AND span <> 'whole'
  AND measured
  AND period_to <= DATE '2026-03-30'
ORDER BY period_to - period_from DESC, period_to DESC
LIMIT 1
