-- The only reading of the bar that a scenario needs.
SELECT bar, bound, answered_by, model_id FROM core_bar_member
