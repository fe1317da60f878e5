-- value per accelerator times accelerators is the value
-- severity: error
SELECT result_id, value, value_per_accelerator, accelerators FROM core_hardware_result
WHERE abs(value_per_accelerator * accelerators / value - 1) > 0.001
