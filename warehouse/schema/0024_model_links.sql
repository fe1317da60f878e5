-- Which model an offer is of is a table of its own, so that a price is kept while its model is not known: model_id may be NULL.
CREATE TABLE core_model_link (
    provider VARCHAR NOT NULL,
    provider_model_id VARCHAR NOT NULL,
    model_id VARCHAR,
    linked_by VARCHAR,
    evidence VARCHAR,
    valid_from DATE,
    valid_to DATE
);
ALTER TABLE internal._captured_offer ADD COLUMN linked_id VARCHAR;
ALTER TABLE internal._price_seen ALTER COLUMN model_id DROP NOT NULL;
ALTER TABLE internal._price_change ALTER COLUMN model_id DROP NOT NULL;
ALTER TABLE core_price_observation ALTER COLUMN model_id DROP NOT NULL;
ALTER TABLE out_price_history ALTER COLUMN model_id DROP NOT NULL;
ALTER TABLE out_price_event ALTER COLUMN model_id DROP NOT NULL;
