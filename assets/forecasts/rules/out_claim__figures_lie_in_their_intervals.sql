-- our figure lies within its own interval
-- severity: error
SELECT claim_id, low, measured, high FROM out_claim WHERE measured < low OR measured > high
