-- Verdicts as they stood on each day of the history up to the as-of date; one stays as its last row says until the next.
CREATE OR REPLACE VIEW out_verdict_history AS
SELECT change.*, day.code_version, day.facts_as_of
FROM internal._verdict_change AS change
INNER JOIN internal._verdict_day AS day ON day.as_of = change.as_of
WHERE change.as_of <= (SELECT as_of FROM internal._as_of);
