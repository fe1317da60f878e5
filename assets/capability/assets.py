"""Tables about capability."""

from dataclasses import asdict

from assets.capability.facts import BarRow, ScoreRow
from assets.capability.score_reader import SCORE_READER
from assets.capability.sources import score_sources
from assets.capture.readings import read_new
from assets.table_asset import Builds, table_asset, table_assets
from assets.table_build import TableBuild


@table_asset(deps=[], kinds=["python"])
def _score_source(build: TableBuild) -> None:
    """One published table of scores that can be captured."""
    build.from_rows([asdict(source) for source in score_sources()])


@table_assets("_score_reading", "_score_row", deps=["capture/pages"], kinds=["python"], grows=True)
def read_scores(builds: Builds) -> None:
    """Read the captured tables of scores that the current readers have not read."""
    read_new(builds["_score_reading"].warehouse, SCORE_READER)


@table_asset(deps=["_score_row", "_score_source", "capture/pages", "core_model_alias", "core_model"])
def _captured_score(build: TableBuild) -> None:
    """One score of one captured snapshot under the id of its model, and why it is not used."""
    build.from_sql("list_captured_scores")
    build.changes_with_captures()


@table_asset(deps=["capture/facts/scores", "core_model", "_captured_score"], kinds=["csv", "sql"])
def core_score(build: TableBuild) -> None:
    """One row per model, benchmark snapshot and effort known by the as-of date: bundled, and captured since."""
    build.from_facts(
        "scores",
        ScoreRow,
        lambda row: {"scale": row.scale, "effort": row.effort},
        about=("model_id", "core_model"),
    )
    build.from_sql("find_captured_scores")


@table_asset(deps=["capture/pages", "_score_reading", "_captured_score", "core_score"])
def _score_refusal(build: TableBuild) -> None:
    """One thing captured about scores that was refused, and why; out_quarantine shows them."""
    build.from_sql("list_score_refusals")
    build.changes_with_captures()


@table_asset(deps=["capture/facts/bars", "core_score", "core_model"], kinds=["csv", "sql"])
def core_bar(build: TableBuild) -> None:
    """One row per bar: a benchmark and the level to reach; the first is the headline.

    The best model of the newest captured snapshot of the index is a bar too: the frontier class follows the snapshots.
    """
    names = [row.bar for row in build.bundle.read("bars", BarRow)]
    build.from_facts("bars", BarRow, lambda row: {"position": names.index(row.bar) + 1})
    build.from_sql("find_frontier_class")


@table_asset(deps=["core_bar", "core_score", "core_model"])
def _bar_judgement(build: TableBuild) -> None:
    """One row per bar, snapshot and model that had been scored by then, whether it qualifies for the bar or not."""
    build.from_sql("compare_with_bars")


@table_asset(deps=["_bar_judgement"])
def core_bar_member(build: TableBuild) -> None:
    """One row per model that qualifies for a bar, at the bar itself and at both ends of the reference's interval."""
    build.from_sql("find_bar_members")
