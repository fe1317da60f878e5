-- Spec-Bench's leaderboards as last captured. Their devices are described in free text, so there is no accelerator id.
SELECT
    (row->>'method') AS method,
    (row->>'model') AS model,
    (row->>'device') AS hardware,
    (row->>'setting') AS setting,
    (row->>'speedup')::DOUBLE AS factor,
    (row->>'speedup_low')::DOUBLE AS low,
    (row->>'speedup_high')::DOUBLE AS high,
    (row->>'mean_accepted_tokens')::DOUBLE AS mean_accepted_tokens,
    first_captured_at AS observed_at,
    source,
    source_url,
    capture_sha256
FROM _release_seen
WHERE is_latest AND source = 'release/spec-bench'
