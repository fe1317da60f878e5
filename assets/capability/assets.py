"""Tables about capability."""

from assets.assets import table_asset
from assets.capability.facts import BarRow, ScoreRow
from assets.making import Making


@table_asset(deps=["capture/facts/scores", "core_model"], kinds=["csv"])
def core_score(making: Making) -> None:
    """One row per model, benchmark snapshot and effort known by the as-of date."""
    making.from_facts(
        "scores",
        ScoreRow,
        lambda row: {"scale": row.scale, "effort": row.effort},
        about=("model_id", "core_model"),
    )


@table_asset(deps=["capture/facts/bars"], kinds=["csv"])
def core_bar(making: Making) -> None:
    """One row per bar: a benchmark and the level to reach; the first is the headline."""
    names = [row.bar for row in making.bundle.read("bars", BarRow)]
    making.from_facts("bars", BarRow, lambda row: {"position": names.index(row.bar) + 1})


@table_asset(deps=["core_bar", "core_score", "core_model"])
def _bar_judgement(making: Making) -> None:
    """One row per bar, snapshot and model that had been scored by then, whether it reaches the bar or not."""
    making.from_sql("judge_models")


@table_asset(deps=["_bar_judgement"])
def core_bar_member(making: Making) -> None:
    """One row per model that reaches a bar, at the bar itself and at both ends of the reference's interval."""
    making.from_sql("find_bar_members")
