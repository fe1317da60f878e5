-- How many times the throughput of an A100 an H100 reached in MLPerf's BERT at 99.9% accuracy, for which an A100 needs
-- 16 bits and an H100 does with 8 (FP8): within one release, per accelerator.
SELECT
    ratio AS measured,
    low,
    high,
    interval_level,
    n,
    format(
        'MLPerf BERT at 99.9% accuracy, 8 bits on the H100 and 16 on the A100, geometric mean over scenarios of the medians of '
        'submitters: {} results, {} and {} submitters, {} to {}.',
        n,
        n_submitters,
        baseline_n_submitters,
        release_from,
        release_to
    ) AS evidence
FROM out_hardware_gain
WHERE kind = 'benchmark'
  AND benchmark = 'bert-99.9'
  AND accelerator = 'h100-sxm-80gb'
  AND baseline = 'a100-sxm-80gb'
  AND pairing = 'all_submitters'
