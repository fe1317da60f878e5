-- Every line about what the newest reading of each page and feed left out.
WITH newest AS (
    SELECT source, max(captured_at) AS captured_at, arg_max(capture_sha256, captured_at) AS capture_sha256
    FROM raw_page_capture
    WHERE counts AND captured_at::DATE <= $as_of
    GROUP BY source
)
SELECT problem.source, newest.captured_at, problem.line, problem.capture_sha256
FROM newest
INNER JOIN _reading_problem AS problem
    ON problem.source = newest.source
    AND problem.capture_sha256 = newest.capture_sha256
