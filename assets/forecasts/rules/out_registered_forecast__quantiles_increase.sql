-- a higher quantile of a registered forecast is at least as high, and a chance is a probability
-- severity: error
SELECT registered_at, series, resolves_on FROM out_registered_forecast
WHERE quantiles <> list_sort(quantiles) OR NOT (0 <= chance AND chance <= 1)
