-- The captured scores that the bundled facts lack, without snapshots of a benchmark that was rescaled.
SELECT captured.* EXCLUDE (name, reason, captured_at)
FROM _captured_score AS captured
ANTI JOIN core_score AS known
    ON known.model_id = captured.model_id
    AND known.benchmark = captured.benchmark
    AND known.vintage = captured.vintage
    AND known.scale = captured.scale
    AND known.effort = captured.effort
ANTI JOIN _score_shift AS shifted
    ON shifted.source = captured.source
    AND shifted.benchmark = captured.benchmark
    AND shifted.scale = captured.scale
    AND shifted.vintage = captured.vintage
    AND abs(shifted.shift) > shifted.largest_shift
WHERE captured.reason IS NULL
