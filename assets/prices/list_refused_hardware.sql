-- What hardware's own tables refused, told beside the prices: made there, shown here.
SELECT source, captured_at, row, reason, released_by, capture_sha256
FROM _hardware_refusal
