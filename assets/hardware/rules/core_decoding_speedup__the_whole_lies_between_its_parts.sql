-- the factor over all tasks lies between the worst and the best group
-- severity: warning
SELECT method, model, factor, low, high FROM core_decoding_speedup WHERE NOT factor BETWEEN low AND high
