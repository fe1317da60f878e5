-- every price and every refusal names a source that is listed
-- severity: error
SELECT DISTINCT source FROM (
    SELECT source FROM out_price_history UNION ALL SELECT source FROM out_quarantine
    UNION ALL SELECT source FROM core_search_cost UNION ALL SELECT source FROM core_score)
WHERE source NOT IN (SELECT source FROM out_source)
