-- A crossing before the first comparison is a status of its own.
ALTER TABLE out_verdict DROP COLUMN below_at_first_comparison;
