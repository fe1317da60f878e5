-- Gains of the same chip by software alone, where three releases or more allow a saturating curve to be fitted.
SELECT gain.*, chip.name AS accelerator_name
FROM out_software_gain AS gain
INNER JOIN core_accelerator AS chip ON chip.accelerator_id = gain.accelerator
WHERE gain.kind = 'saturation' AND gain.series = 'best' AND gain.n_submitters > 1
    AND gain.benchmark NOT LIKE 'bert%' AND gain.benchmark NOT LIKE '%-any'
ORDER BY gain.accelerator, gain.benchmark, gain.scenario
