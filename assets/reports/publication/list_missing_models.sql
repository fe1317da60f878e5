-- The required models that a table lacks, and what that table holds of a model.
WITH required AS (
    SELECT DISTINCT unnest($models::VARCHAR[]) AS model_id
)
SELECT required.model_id, place.lacks
FROM required
CROSS JOIN (VALUES ('row in core_model'), ('price in out_price_history'), ('score in core_score')) AS place (lacks)
WHERE NOT CASE place.lacks
    WHEN 'row in core_model' THEN required.model_id IN (SELECT model_id FROM core_model)
    WHEN 'price in out_price_history'
        THEN required.model_id IN (SELECT model_id FROM out_price_history WHERE model_id IS NOT NULL)
    ELSE required.model_id IN (SELECT model_id FROM core_score)
END
ORDER BY ALL
