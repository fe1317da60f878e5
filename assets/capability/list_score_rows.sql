-- The stored scores of one capture: a row is about one name on one benchmark.
SELECT
    benchmark || ' ' || name,
    to_json({
        score: score,
        score_low: score_low,
        score_high: score_high,
        usd_per_run: usd_per_run,
        effort: effort,
        published_on: published_on
    })::VARCHAR
FROM _score_row
WHERE source = $source AND capture_sha256 = $digest
