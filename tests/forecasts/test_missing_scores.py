"""Models that sell without a score: what their price would do to the frontier, and which to look up first."""

from __future__ import annotations

import pytest

from tests.conftest import fill, make, read
from warehouse.store import Writer

AS_OF = "2026-11-24"
BAR, OTHER, THIRD = "index>=gpt-4", "votes>=gpt-4", "index>=140"


@pytest.fixture(autouse=True)
def _bars_and_a_frontier(writer: Writer) -> None:
    for bar, benchmark, reference in ((BAR, "index", "gpt-4"), (OTHER, "votes", "gpt-4"), (THIRD, "index", None)):
        fill(writer, "core_bar", {"bar": bar, "benchmark": benchmark, "reference_model_id": reference})
    fill(writer, "core_workload", {"workload": "chat", "answered_by": "non-reasoning"})
    frontier = {"workload": "chat", "usd_per_query": "0.00010", "valid_from": "2026-01-01"}
    fill(writer, "out_frontier", {**frontier, "bar": BAR}, {**frontier, "bar": OTHER})
    # What the frontier cost before does not matter.
    fill(writer, "out_frontier", {**frontier, "bar": BAR, "usd_per_query": "0.00001", "valid_to": "2026-06-01"})


def sell(writer: Writer, model_id: str, usd: str, provider: str = "host", **more: object) -> None:
    row = {"workload": "chat", "answered_by": "non-reasoning", "model_id": model_id, "provider": provider}
    fill(writer, "_offer_cost", {**row, "usd_per_query": usd, "valid_from": "2026-01-01", **more})


def judge(writer: Writer, model_id: str, bar: str, score: float) -> None:
    row = {"bar": bar, "answered_by": "non-reasoning", "is_latest": True, "any_effort": False, "threshold": 100}
    fill(writer, "_bar_judgement", {**row, "model_id": model_id, "score": score})


def missing(writer: Writer, columns: str, bar: str = BAR) -> list[tuple[object, ...]]:
    writer.empty("out_missing_score")
    make(writer, "out_missing_score", "forecasts/rank_missing_scores.sql", as_of=AS_OF)
    return read(writer, f"SELECT {columns} FROM out_missing_score WHERE bar = '{bar}' ORDER BY rank")


def test_a_model_without_a_score_is_compared_with_the_frontier(writer: Writer) -> None:
    sell(writer, "cheap", "0.00004", provider="cheapest")
    sell(writer, "cheap", "0.00005", provider="another")
    sell(writer, "dear", "0.00020")
    sell(writer, "judged", "0.00001")
    judge(writer, "judged", BAR, 99)
    assert missing(writer, "rank, model_id, provider, usd_per_query::DOUBLE, would_change, times_cheaper, missing") == [
        (1, "cheap", "cheapest", 0.00004, True, 2.5, "no score"),
        (2, "dear", "host", 0.0002, False, 0.5, "no score"),
    ]


def test_the_other_bars_at_the_level_say_which_to_look_up_first(writer: Writer) -> None:
    for model_id, usd in (("fails", "0.00001"), ("unknown", "0.00002"), ("passes", "0.00003"), ("dear", "0.00090")):
        sell(writer, model_id, usd)
    judge(writer, "fails", OTHER, 90)
    judge(writer, "passes", OTHER, 110)
    judge(writer, "dear", OTHER, 110)
    judge(writer, "unknown", THIRD, 110)  # a bar at another level says nothing of this one
    assert missing(writer, "model_id, would_change, bars_passed, bars_failed") == [
        ("passes", True, 1, 0),
        ("unknown", True, 0, 0),
        ("fails", True, 0, 1),
        ("dear", False, 1, 0),
    ]


def test_a_score_at_another_effort_is_missing_too(writer: Writer) -> None:
    sell(writer, "thinker", "0.00004")
    score = {"model_id": "thinker", "benchmark": "index", "score_effort": "high"}
    fill(writer, "core_score", score)
    assert missing(writer, "model_id, missing") == [("thinker", "no score at the effort of the answer")]
    assert missing(writer, "model_id, missing", OTHER) == [("thinker", "no score")]


def test_a_bar_without_a_frontier_would_get_one(writer: Writer) -> None:
    sell(writer, "cheap", "0.00004")
    assert missing(writer, "would_change, frontier_usd_per_query, times_cheaper", THIRD) == [(True, None, None)]


def test_only_what_is_on_sale_today_counts(writer: Writer) -> None:
    sell(writer, "ended", "0.00004", valid_to=AS_OF)
    sell(writer, "to come", "0.00004", valid_from="2026-12-01")
    sell(writer, "ends tomorrow", "0.00004", valid_to="2026-11-25")
    assert missing(writer, "model_id") == [("ends tomorrow",)]
