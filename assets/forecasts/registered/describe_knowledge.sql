-- What the published forecasts are made from: code, scores, bundled facts, captures, the class of the frontier.
SELECT
    (SELECT max(as_of) FROM out_verdict) AS as_of,
    (SELECT code_version FROM _made WHERE table_name = 'out_forecast') AS code,
    (SELECT max(vintage) FROM core_score) AS scores,
    (SELECT sha256(string_agg(capture_sha256, ' ' ORDER BY source)) FROM raw_capture) AS facts_sha256,
    (SELECT count(*) FROM raw_page_capture WHERE counts) AS captures,
    (SELECT sha256(coalesce(string_agg(capture_sha256, ' ' ORDER BY source, url, captured_at), '')) FROM raw_page_capture WHERE counts)
        AS captures_sha256,
    (SELECT max_by(bar, position) FROM core_bar WHERE label LIKE '%the frontier class%') AS frontier_class
