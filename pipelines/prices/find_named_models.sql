-- What the names of models mean: the id of a seller, our own id, or an alias, with the seller of that id or alias. Of one
-- name, or of all names where none is given.
SELECT *
FROM (
    SELECT DISTINCT provider_model_id AS name, 'seller' AS meaning, model, provider AS seller
    FROM out_price_vintage
    UNION ALL
    SELECT model_id, 'model', model_id, NULL
    FROM core_model
    UNION ALL
    SELECT alias, 'alias', model_id, split_part(alias_source, ':', -1)
    FROM core_model_alias
)
WHERE name = coalesce($name, name)
ORDER BY ALL
