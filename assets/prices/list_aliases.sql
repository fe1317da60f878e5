-- Every exact name of a model, and by whom the model is called so.
SELECT alias, alias_source, model_id
FROM core_model_alias
