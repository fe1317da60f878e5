-- Years from the claim (2026-03-01) to the day on which a chat answer at GPT-4's level first cost what a search costs
-- in full; negative = before the claim was published. The interval is that of GPT-4's own score.
WITH headline AS (
    SELECT *
    FROM out_verdict
    WHERE bar = 'eci>=gpt-4-0314'
      AND workload = 'chat'
      AND target = 'google-search-full-cost-semianalysis-2023'
      AND status = 'crossed'
),
others AS (
    SELECT
        count(*) AS targets,
        count(*) FILTER (WHERE crossed_on < DATE '2026-03-01') AS before,
        count(*) FILTER (WHERE status = 'not_crossed') AS open
    FROM out_verdict
    WHERE bar = 'eci>=gpt-4-0314' AND workload = 'chat'
)
SELECT
    date_diff('day', DATE '2026-03-01', headline.crossed_on) / 365.25 AS measured,
    date_diff('day', DATE '2026-03-01', headline.crossed_on_low) / 365.25 AS low,
    date_diff('day', DATE '2026-03-01', headline.crossed_on_high) / 365.25 AS high,
    0.9 AS interval_level,
    others.targets AS n,
    format(
        'Already so when it was written: crossed on {} ({} to {} over the interval of the bar). Of {} costs of a search {} '
        'had been met before the claim; {} not met yet.',
        headline.crossed_on,
        headline.crossed_on_low,
        headline.crossed_on_high,
        others.targets,
        others.before,
        others.open
    ) AS evidence
FROM headline
CROSS JOIN others
