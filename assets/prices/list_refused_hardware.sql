-- Refused rows about hardware, listed with the refused prices.
SELECT source, captured_at, row, reason, released_by, capture_sha256
FROM _hardware_refusal
