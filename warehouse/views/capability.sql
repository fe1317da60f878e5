-- How capable each model was known to be on the scale that all offers are judged on, after each of its snapshots: by the
-- model's latest score up to then, of runs without reasoning only where it does not reason by default.
CREATE OR REPLACE VIEW _capability AS
WITH scored AS (
    SELECT score.model_id, score.vintage, score.score
    FROM core_score AS score
    INNER JOIN core_model AS model ON model.model_id = score.model_id
    WHERE score.benchmark = 'eci'
      AND score.scale = 'epoch'
      AND (model.reasoning OR score.effort IN ('', 'no-thinking', 'non-thinking', 'instant'))
),
snapshot AS (
    SELECT DISTINCT vintage AS known_on FROM scored
)
SELECT snapshot.known_on, scored.model_id, arg_max(scored.score, (scored.vintage, scored.score)) AS score
FROM snapshot
INNER JOIN scored ON scored.vintage <= snapshot.known_on
GROUP BY snapshot.known_on, scored.model_id;
