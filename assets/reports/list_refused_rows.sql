-- Rows that the subjects refused, of prices, of scores and of hardware.
SELECT source, captured_at, row, reason, released_by, capture_sha256
FROM _price_refusal
UNION ALL
SELECT source, captured_at, row, reason, released_by, capture_sha256
FROM _score_refusal
UNION ALL
SELECT source, captured_at, row, reason, released_by, capture_sha256
FROM _hardware_refusal
