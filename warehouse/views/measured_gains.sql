-- What several claims about chips and number formats are measured by.

-- Ratio of the throughput of an H100 to that of an A100 in one MLPerf BERT benchmark: within one release, per
-- accelerator, the same submitter on both sides; the range is that of the scenarios. `setting` opens the sentence.
CREATE OR REPLACE MACRO h100_over_a100(of_benchmark, setting) AS TABLE
SELECT
    exp(avg(ln(ratio))) AS measured,
    min(ratio) AS low,
    max(ratio) AS high,
    NULL AS interval_level,
    sum(n)::INTEGER AS n,
    format(
        '{}, the same submitter on both sides, geometric mean over {} scenarios: {} results of {} submitter, {} to {}.',
        any_value(setting),
        count(DISTINCT scenario),
        sum(n)::INTEGER,
        max(n_submitters),
        min(release_from),
        max(release_to)
    ) AS evidence
FROM out_hardware_gain
WHERE kind = 'release'
  AND benchmark = of_benchmark
  AND baseline_benchmark = of_benchmark
  AND accelerator = 'h100-sxm-80gb'
  AND baseline = 'a100-sxm-80gb'
  AND pairing = 'same_submitter'
HAVING count(*) > 0;

-- Gain of 8-bit and 4-bit models over 16-bit ones: the geometric mean of the two techniques, each an evidence-weighted
-- median over what was published; `quantity` opens the sentence.
CREATE OR REPLACE MACRO quantization_gain(metrics, quantity) AS TABLE
SELECT
    exp(avg(ln(factor))) AS measured,
    min(low) AS low,
    max(high) AS high,
    0.9 AS interval_level,
    sum(n)::INTEGER AS n,
    format(
        '{} against 16 bits: {}; {} measurements in all.',
        any_value(quantity),
        string_agg(
            format('{:.1f} times with {} ({} of {} independent)', factor, technique, n_independent, n),
            ', ' ORDER BY technique DESC
        ),
        sum(n)::INTEGER
    ) AS evidence
FROM out_technique_gain
WHERE technique IN ('quantization-int8', 'quantization-int4')
  AND list_contains(metrics, metric)
  AND factor IS NOT NULL;
