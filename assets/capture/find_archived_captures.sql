-- Which of the given addresses of an archive are stored: such a capture never changes.
SELECT source, asked_url
FROM raw_page_capture
WHERE via <> $live AND asked_url IN (SELECT unnest($asked::VARCHAR[]))
