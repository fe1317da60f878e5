-- Measured gains of serving techniques, under the names that the weighting uses.
SELECT technique_id AS technique, metric, factor, low, high, evidence, read, note, source_url
FROM core_technique_gain
ORDER BY gain_id
