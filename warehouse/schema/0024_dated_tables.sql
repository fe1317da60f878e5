-- Until which day a table stays as it is; everything is rebuilt once.
DELETE FROM _made;
ALTER TABLE internal._made ADD COLUMN as_of DATE;
ALTER TABLE internal._made ADD COLUMN until DATE;
