-- What models, bars and targets are called in sentences, by id.
SELECT model_id AS id, name FROM core_model
UNION ALL
SELECT bar, label FROM core_bar
UNION ALL
SELECT DISTINCT target, label FROM core_search_cost
