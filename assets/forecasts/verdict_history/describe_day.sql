-- What the verdicts of a day are computed with: the version of the code, and the bundled facts.
SELECT
    $as_of::DATE AS as_of,
    $basis AS basis,
    (SELECT code_version FROM _made WHERE table_name = 'out_verdict') AS code_version,
    (SELECT sha256(coalesce(string_agg(capture_sha256, ' ' ORDER BY source), '')) FROM raw_capture) AS facts_sha256,
    $facts_as_of::DATE AS facts_as_of
