-- The offers read from one capture: which offer, and what the page states of it; a value that is not stated is left out.
SELECT
    concat_ws(' ', model, tier, context_from_tokens, valid_from) AS about,
    concat_ws(' ', currency, input_per_mtok, cached_input_per_mtok, output_per_mtok, valid_to) AS statement
FROM _captured_offer
WHERE source = $source AND capture_sha256 = $digest
