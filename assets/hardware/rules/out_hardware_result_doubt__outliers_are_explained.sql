-- every result three times off its chip's median has a reason
-- severity: warning
SELECT result_id, ratio FROM out_hardware_result_doubt WHERE reason IS NULL
