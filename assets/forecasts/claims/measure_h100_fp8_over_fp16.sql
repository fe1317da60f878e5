-- How many times the throughput of an A100 at 16 bits an H100 at 8 bits (FP8) reached in MLPerf's BERT at 99.9% accuracy,
-- which an A100 reaches at 16 bits only: per accelerator, SXM 80 GB, closed division, best result of each submitter.
WITH best AS (
    SELECT submitter, scenario, accelerator_id, max(value_per_accelerator) AS value
    FROM core_hardware_result
    WHERE benchmark = 'bert-99.9'
      AND accelerator_id IN ('a100-sxm-80gb', 'h100-sxm-80gb')
      AND division = 'closed'
      AND duplicate_of IS NULL
    GROUP BY submitter, scenario, accelerator_id
),
pair AS (
    SELECT later.submitter, later.scenario, later.value / earlier.value AS ratio
    FROM best AS later
    INNER JOIN best AS earlier ON earlier.submitter = later.submitter AND earlier.scenario = later.scenario
    WHERE later.accelerator_id = 'h100-sxm-80gb' AND earlier.accelerator_id = 'a100-sxm-80gb'
)
SELECT
    median(ratio) AS measured,
    min(ratio) AS low,
    max(ratio) AS high,
    NULL AS interval_level,
    count(*) AS n,
    format(
        'BERT at 99.9% accuracy, 8 bits on the H100 and 16 on the A100: {:.1f} times offline and {:.1f} times as a server, '
        'best results of {} submitters who filed both accelerators ({} pairs).',
        median(ratio) FILTER (WHERE scenario = 'offline'),
        median(ratio) FILTER (WHERE scenario = 'server'),
        count(DISTINCT submitter),
        count(*)
    ) AS evidence
FROM pair
