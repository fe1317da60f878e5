-- a claim has a figure and the SQL that measured it, or the reason why it has none
-- severity: error
SELECT claim_id, verdict, measured, reason FROM out_claim
WHERE (verdict = 'not_measurable') IS DISTINCT FROM (measured IS NULL)
   OR (measured IS NULL) IS DISTINCT FROM (reason IS NOT NULL)
   OR (measured IS NOT NULL AND (measured_by IS NULL OR n IS NULL OR n < 1))
