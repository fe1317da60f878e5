-- The date whose knowledge the tables hold: of the verdicts, or else the latest that a table was built for.
SELECT coalesce((SELECT max(as_of) FROM out_verdict), (SELECT max(as_of) FROM _made)) AS as_of
