-- every member's score is at least the bar's threshold in its own snapshot
-- severity: error
SELECT bar, bound, model_id, score, threshold FROM core_bar_member WHERE score < threshold
