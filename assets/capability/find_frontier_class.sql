-- The best model of the newest snapshot of the index, as a bar, where that snapshot was captured and the model has no bar
-- yet. The class of a bundled snapshot is a bundled bar.
WITH best AS (
    SELECT model_id, benchmark, scale, vintage, source, capture_sha256
    FROM core_score
    WHERE benchmark = 'eci' AND scale = 'epoch' AND effort = ''
    QUALIFY row_number() OVER (ORDER BY vintage DESC, score DESC, model_id) = 1
)
SELECT
    best.benchmark || '>=' || best.model_id AS bar,
    (SELECT max(position) FROM core_bar) + 1 AS position,
    best.benchmark,
    best.scale,
    best.model_id AS reference_model_id,
    model.name || ' (the frontier class of ' || strftime(best.vintage, '%B %Y') || ') on the Epoch Capabilities Index' AS label,
    best.source,
    best.capture_sha256
FROM best
INNER JOIN core_model AS model ON model.model_id = best.model_id
ANTI JOIN core_bar AS known ON known.bar = best.benchmark || '>=' || best.model_id
WHERE starts_with(best.source, 'score/')
