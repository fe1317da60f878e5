-- The first day after $as_of on which a rental price that was captured is dated.
SELECT min((row->>'observed_at')::TIMESTAMPTZ::DATE) AS day
FROM _release_seen
WHERE starts_with(source, 'release/rental/') AND (row->>'observed_at')::TIMESTAMPTZ::DATE > $as_of
