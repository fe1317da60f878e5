-- The newest day of the history with a basis; NULL where there is none.
SELECT max(as_of) FROM _verdict_day WHERE basis = $basis
