-- the basis is same_format only where both sides filed the same number format
-- severity: error
SELECT kind, benchmark, accelerator, baseline, number_format, baseline_number_format
FROM out_hardware_gain
WHERE basis = 'same_format' AND number_format IS DISTINCT FROM baseline_number_format
   OR basis = 'same_format' AND number_format IS NULL
