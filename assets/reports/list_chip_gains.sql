-- Gains of one accelerator over another, all benchmarks together: comparisons with the H100, by way of a third chip
-- where no release holds both, and its own with the A100.
SELECT
    gain.kind, gain.basis, gain.number_format, gain.baseline_number_format, gain.ratio, gain.low, gain.high,
    gain.interval_level, gain.n, gain.n_submitters, gain.release_from, gain.release_to, gain.via,
    chip.name AS accelerator, base.name AS baseline, gain.benchmark
FROM out_hardware_gain AS gain
INNER JOIN core_accelerator AS chip ON chip.accelerator_id = gain.accelerator
INNER JOIN core_accelerator AS base ON base.accelerator_id = gain.baseline
WHERE gain.pairing = 'all_submitters' AND gain.low IS NOT NULL AND (
    (gain.baseline = 'h100-sxm-80gb' AND gain.kind = 'all')
    OR (gain.accelerator = 'h100-sxm-80gb' AND gain.baseline = 'a100-sxm-80gb' AND gain.kind = 'benchmark'
        AND gain.scenario = 'all')
    OR (gain.baseline = 'h100-sxm-80gb' AND gain.kind = 'chained')
)
QUALIFY row_number() OVER (
    PARTITION BY gain.accelerator, gain.baseline, gain.basis, CASE gain.kind WHEN 'benchmark' THEN gain.benchmark END
    ORDER BY gain.kind != 'all', gain.n_cells DESC, gain.n DESC, gain.ratio) = 1
ORDER BY gain.baseline, gain.basis DESC, gain.ratio DESC
