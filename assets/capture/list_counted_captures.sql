-- Captures that count, of the sources whose names start with one of the given prefixes, oldest first.
SELECT *
FROM raw_page_capture
WHERE counts AND EXISTS (SELECT 1 FROM unnest($prefixes::VARCHAR[]) AS given (prefix) WHERE starts_with(source, prefix))
ORDER BY captured_at
