-- The capability of each model on the scale of all offers, as known after each of its snapshots: the model's latest
-- score up to then that was measured as the use is answered. Of several snapshots of one month only the last counts.
CREATE OR REPLACE VIEW internal._capability AS
WITH scored AS (
    SELECT use_of.answered_by, score.model_id, score.vintage, score.score
    FROM core_score AS score
    INNER JOIN core_model AS model ON model.model_id = score.model_id
    INNER JOIN (SELECT unnest(['non-reasoning', 'reasoning', 'any']) AS answered_by) AS use_of
        ON is_measured_so(use_of.answered_by, score.score_effort, model.thinking)
    WHERE score.benchmark = 'eci' AND score.scale = 'epoch'
    QUALIFY score.vintage = max(score.vintage) OVER (PARTITION BY date_trunc('month', score.vintage))
),
snapshot AS (
    SELECT DISTINCT vintage AS known_on FROM scored
)
SELECT
    snapshot.known_on,
    scored.answered_by,
    scored.model_id,
    arg_max(scored.score, (scored.vintage, scored.score)) AS score
FROM snapshot
INNER JOIN scored ON scored.vintage <= snapshot.known_on
GROUP BY snapshot.known_on, scored.answered_by, scored.model_id;
