-- How far the scores of each captured snapshot lie from those of the newest bundled snapshot on the same scale: the median
-- over models that both hold at the same effort. A benchmark that was rescaled moves them all.
CREATE OR REPLACE VIEW internal._score_shift AS
WITH bundled AS (
    SELECT benchmark, scale, model_id, effort, score, vintage
    FROM core_score
    WHERE source = 'facts/scores'
    QUALIFY vintage = max(vintage) OVER (PARTITION BY benchmark, scale)
)
SELECT
    captured.source,
    captured.benchmark,
    captured.scale,
    captured.vintage,
    any_value(captured.captured_at) AS captured_at,
    any_value(captured.capture_sha256) AS capture_sha256,
    any_value(bundled.vintage) AS bundled_vintage,
    count(*) AS n_models,
    round(median(captured.score - bundled.score), 6) AS shift,
    -- Rating points, or points of the index or percent: far above the drift between two snapshots (3 and 0.5 at most).
    CASE WHEN captured.benchmark = 'arena-text' THEN 10 ELSE 3 END AS largest_shift
FROM internal._captured_score AS captured
INNER JOIN bundled
    ON bundled.benchmark = captured.benchmark
    AND bundled.scale = captured.scale
    AND bundled.model_id = captured.model_id
    AND bundled.effort = captured.effort
WHERE captured.reason IS NULL
GROUP BY captured.source, captured.benchmark, captured.scale, captured.vintage;
