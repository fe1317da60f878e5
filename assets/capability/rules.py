"""What must hold of scores, bars and membership."""

from assets.data_rule import Rule, known_in, not_empty

RULES = (
    not_empty("core_bar"),
    known_in("core_score", "model_id", "core_model"),
    Rule(
        "core_score",
        "score_is_in_its_interval",
        "a score lies within its own interval",
        """SELECT model_id, benchmark, vintage, score_low, score, score_high
           FROM core_score WHERE score < score_low OR score > score_high""",
    ),
    Rule(
        "core_score",
        "percentages_are_percentages",
        "scores in percent lie between 0 and 100",
        """SELECT model_id, benchmark, score FROM core_score
           WHERE benchmark NOT IN ('eci', 'arena-text') AND score NOT BETWEEN 0 AND 100""",
    ),
    Rule(
        "core_bar_member",
        "members_reach_the_bar",
        "every member reaches the threshold of its own snapshot",
        "SELECT bar, bound, model_id, score, threshold FROM core_bar_member WHERE score < threshold",
    ),
)
