"""Tables about capability."""

from assets.capability.facts import BarRow, ScoreRow
from assets.table_asset import table_asset
from assets.table_build import TableBuild


@table_asset(deps=["capture/facts/scores", "core_model"], kinds=["csv"])
def core_score(build: TableBuild) -> None:
    """One row per model, benchmark snapshot and effort known by the as-of date."""
    build.from_facts(
        "scores",
        ScoreRow,
        lambda row: {"scale": row.scale, "effort": row.effort},
        about=("model_id", "core_model"),
    )


@table_asset(deps=["capture/facts/bars"], kinds=["csv"])
def core_bar(build: TableBuild) -> None:
    """One row per bar: a benchmark and the level to reach; the first is the headline."""
    names = [row.bar for row in build.bundle.read("bars", BarRow)]
    build.from_facts("bars", BarRow, lambda row: {"position": names.index(row.bar) + 1})


@table_asset(deps=["core_bar", "core_score", "core_model"])
def _bar_judgement(build: TableBuild) -> None:
    """One row per bar, snapshot and model that had been scored by then, whether it qualifies for the bar or not."""
    build.from_sql("compare_with_bars")


@table_asset(deps=["_bar_judgement"])
def core_bar_member(build: TableBuild) -> None:
    """One row per model that qualifies for a bar, at the bar itself and at both ends of the reference's interval."""
    build.from_sql("find_bar_members")
