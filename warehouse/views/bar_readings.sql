-- Who reached a bar: by all that is known (`bound` is central, or low and high at the ends of the bar's interval), and as
-- seen after each earlier snapshot (`bound` is its day), for forecasts that may know no more than was published by then.
CREATE OR REPLACE VIEW _bar_reading AS
SELECT bar, bound, model_id
FROM core_bar_member
UNION ALL
SELECT bar, known_on::VARCHAR, model_id
FROM _bar_judgement
WHERE NOT is_latest AND score >= threshold;
