-- The models that qualify for each reading of a bar and can answer in that way, one row for each bar, reading and way.
SELECT
    member.bar,
    member.bound,
    member.answered_by,
    list(member.model_id ORDER BY member.model_id) AS model_ids
FROM core_bar_member AS member
INNER JOIN core_model AS model ON model.model_id = member.model_id
WHERE member.bound IN ('central', 'low', 'high') AND can_answer(member.answered_by, model.thinking, model.reasoning)
GROUP BY member.bar, member.bound, member.answered_by
ORDER BY member.bar, member.bound, member.answered_by
