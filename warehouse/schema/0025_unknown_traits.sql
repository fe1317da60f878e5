-- Of a new model it may not be known yet whether its weights can be downloaded or whether it reasons by default; unknown is neither.
ALTER TABLE core_model ALTER COLUMN open_weights DROP NOT NULL;
ALTER TABLE core_model ALTER COLUMN reasoning DROP NOT NULL;
ALTER TABLE internal._application_cost ALTER COLUMN reasoning DROP NOT NULL;
