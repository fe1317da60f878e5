-- The day of the first capture after $as_of.
SELECT min(captured_at::DATE) AS day FROM raw_page_capture WHERE captured_at::DATE > $as_of
