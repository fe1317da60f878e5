-- Times cheaper of the cheapest answer at GPT-4's level in the two years before the claim (2023-06-02 to 2025-06-02), over
-- the three bars of that level and the workloads that buy no search.
SELECT
    any_value(times_cheaper) FILTER (WHERE bar = 'eci>=gpt-4-0314' AND workload = 'chat') AS measured,
    min(times_cheaper) AS low,
    max(times_cheaper) AS high,
    NULL AS interval_level,
    count(*) AS n,
    format(
        'Cheapest answer at GPT-4''s level, June 2023 to June 2025: {:.0f} times cheaper for chat on the headline bar; {} '
        'pairs of bar and workload.',
        any_value(times_cheaper) FILTER (WHERE bar = 'eci>=gpt-4-0314' AND workload = 'chat'),
        count(*)
    ) AS evidence
FROM fall_at_gpt_4(DATE '2023-06-02', DATE '2025-06-02')
HAVING count(*) > 0
