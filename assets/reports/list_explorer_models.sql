-- The models that qualify for a bar, by name.
SELECT model.model_id, model.name, coalesce(model.reasoning, false) AS reasoning
FROM core_model AS model
SEMI JOIN core_bar_member AS member
    ON member.model_id = model.model_id
    AND member.bound IN ('central', 'low', 'high')
ORDER BY model.model_id
