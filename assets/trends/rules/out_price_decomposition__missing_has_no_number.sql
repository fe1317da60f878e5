-- a piece without data has no number, and every other has one whose factor agrees
-- severity: error
SELECT basis, span, period_from, piece, status, log_change, factor FROM out_price_decomposition
WHERE (status = 'missing') <> (log_change IS NULL) OR (log_change IS NULL) <> (factor IS NULL)
   OR abs(ln(factor) - log_change) > 1e-9 OR period_from >= period_to
