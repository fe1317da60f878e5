-- The names under which a capture shows the offers with one quote.
SELECT DISTINCT model
FROM _captured_offer
WHERE source = $source AND capture_sha256 = $capture_sha256 AND quote = $quote
