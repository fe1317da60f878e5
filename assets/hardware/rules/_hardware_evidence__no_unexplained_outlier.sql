-- a result three times off its chip's median is used only when a review kept it
-- severity: error
SELECT result_id, ratio, reason
FROM _hardware_evidence INNER JOIN out_hardware_result_doubt USING (result_id)
WHERE action != 'kept' OR reason IS NULL
