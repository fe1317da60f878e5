SELECT *
FROM out_technique_gain
ORDER BY technique, metric
