-- The organization that made each model; NULL where it is not known.
SELECT model_id, organization FROM core_model
