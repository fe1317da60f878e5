-- The as-of date of the published file; claims are compared in every run, also where no verdict is possible.
CREATE OR REPLACE VIEW internal._as_of AS
SELECT max(as_of) AS as_of
FROM (SELECT as_of FROM out_verdict UNION ALL SELECT as_of FROM out_claim);
