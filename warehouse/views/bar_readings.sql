-- The models that qualify for a bar: by all that is known (`bound` is central, or low and high at the ends of the bar's
-- interval, or any-effort where scores of any effort count), and with the scores published by each earlier snapshot
-- (`bound` is its day), for forecasts that may know no more than was published by then.
CREATE OR REPLACE VIEW internal._bar_reading AS
SELECT bar, bound, answered_by, model_id
FROM core_bar_member
UNION ALL
SELECT bar, known_on::VARCHAR, answered_by, model_id
FROM internal._bar_judgement
WHERE NOT is_latest AND NOT any_effort AND score >= threshold;
