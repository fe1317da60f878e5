-- Whether the weights of a new model can be downloaded may not be known yet; unknown is neither open nor closed.
ALTER TABLE core_model ALTER COLUMN open_weights DROP NOT NULL;
