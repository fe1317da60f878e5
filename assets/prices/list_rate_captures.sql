-- Captures of the file of exchange rates that count and were made by the as-of date, oldest first.
SELECT *
FROM raw_page_capture
WHERE counts AND source = $source AND captured_at::DATE <= $as_of
ORDER BY captured_at
