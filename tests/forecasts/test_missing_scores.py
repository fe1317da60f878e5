"""Models that sell without a score: what their price would do to the frontier, and what their score would tell."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.data_rule import evaluate
from assets.forecasts.missing_scores import LIKE_TIMES, expected_narrowing, write_narrowing
from assets.forecasts.rules import RULES
from assets.trends.bar_draws import REACH_90, Rival
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
    make(writer, "out_missing_score", "forecasts/rank_missing_scores.sql", as_of=AS_OF, like_times=LIKE_TIMES)
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


def test_the_chance_to_qualify_is_that_of_comparable_models(writer: Writer) -> None:
    """Two of three models like it qualify: (2 + 1) / (3 + 2)."""
    sell(writer, "unscored", "0.00004")
    judge(writer, "unscored", OTHER, 110)
    # Alike: they pass the other bar too, and cost at most four times as much or as little.
    for model_id, usd, score in (("a", "0.00001", 110), ("b", "0.00016", 110), ("c", "0.00002", 90)):
        sell(writer, model_id, usd)
        judge(writer, model_id, OTHER, 110)
        judge(writer, model_id, BAR, score)
    # Not alike: too cheap, too expensive, failing the other bar, or unknown there.
    for model_id, usd, elsewhere in (("d", "0.0000099", 110), ("e", "0.000161", 110), ("f", "0.00004", 90)):
        sell(writer, model_id, usd)
        judge(writer, model_id, OTHER, elsewhere)
        judge(writer, model_id, BAR, 90)
    sell(writer, "g", "0.00004")
    judge(writer, "g", BAR, 90)
    assert missing(writer, "model_id, n_comparable, p_qualifies") == [("unscored", 3, 0.6)]


def test_a_model_without_a_comparable_one_qualifies_by_the_toss_of_a_coin(writer: Writer) -> None:
    sell(writer, "unscored", "0.00004")
    assert missing(writer, "n_comparable, p_qualifies") == [(0, 0.5)]


RANGE = 2 * 1.2815515655446004
"""The 80% range of a normal distribution in standard deviations."""


def test_a_score_that_decides_everything_narrows_the_range_to_nothing() -> None:
    """A frontier at 10^-4 and an unscored model at 10^-5 by the toss of a coin: a standard deviation of 1/2."""
    width, narrowing = expected_narrowing(np.array([-4.0]), np.array([-5.0]), np.array([0.5]))
    assert width == pytest.approx(RANGE / 2, abs=1e-6)
    assert narrowing == pytest.approx([RANGE / 2], abs=1e-6)


def test_of_two_scores_the_cheaper_model_tells_more() -> None:
    """Costs are 10^-6, 10^-5 and 10^-4 with chances 1/2, 1/4 and 1/4: variance 0.6875.

    The first score leaves nothing or, half of the time, a standard deviation of 1/2. The second leaves 1/2 if its model
    qualifies (10^-6 or 10^-5) and 1 if not (10^-6 or 10^-4). A third model above the frontier tells nothing.
    """
    width, narrowing = expected_narrowing(np.array([-4.0]), np.array([-6.0, -5.0, -3.0]), np.array([0.5, 0.5, 0.5]))
    assert width == pytest.approx(RANGE * sqrt(0.6875), abs=1e-6)
    expected = [RANGE * (sqrt(0.6875) - 0.25), RANGE * (sqrt(0.6875) - 0.75), 0]
    assert narrowing == pytest.approx(expected, abs=1e-6)


def test_the_uncertainty_of_the_scored_models_counts_too() -> None:
    """Half of the draws cost 10^-4 and half 10^-2; a model at 10^-3 matters only in the second half."""
    width, narrowing = expected_narrowing(np.array([-4.0, -2.0]), np.array([-3.0]), np.array([0.5]))
    # Costs 10^-4, 10^-3, 10^-2 with chances 1/2, 1/4, 1/4; then 10^-4 or 10^-3, or 10^-4 or 10^-2.
    assert width == pytest.approx(RANGE * sqrt(0.6875), abs=1e-6)
    assert narrowing == pytest.approx([RANGE * (sqrt(0.6875) - 0.75)], abs=1e-6)


costs = st.lists(st.floats(-8, 0), min_size=1, max_size=6)


@given(costs, st.lists(st.tuples(st.floats(-8, 0), st.floats(0.01, 0.99)), min_size=1, max_size=6))
def test_no_score_is_expected_to_widen_the_range(scored: list[float], unscored: list[tuple[float, float]]) -> None:
    usd, chances = np.array(unscored).T
    width, narrowing = expected_narrowing(np.array(scored), usd, chances)
    assert ((narrowing >= -1e-6) & (narrowing <= width + 1e-6)).all()


def test_the_narrowing_is_stored_and_unknown_without_a_frontier(writer: Writer) -> None:
    for model_id, usd in (("cheap", "0.00001"), ("dear", "0.00020")):
        sell(writer, model_id, usd)
    make(writer, "out_missing_score", "forecasts/rank_missing_scores.sql", as_of=AS_OF, like_times=LIKE_TIMES)
    exact = Rival(BAR, "chat", "eci", "scored", 0.0001, 100, 0, 0, 200, 0, 0)
    write_narrowing(writer.connection, [exact])
    rows = read(
        writer,
        "SELECT bar, model_id, cost_range_dex, expected_narrowing_dex FROM out_missing_score ORDER BY bar, rank",
    )
    half = pytest.approx(RANGE / 2, abs=1e-6)
    assert rows == [
        (THIRD, "cheap", None, None),
        (THIRD, "dear", None, None),
        (BAR, "cheap", half, half),
        (BAR, "dear", half, 0.0),
        (OTHER, "cheap", half, half),
        (OTHER, "dear", half, 0.0),
    ]
    rules = [rule for rule in RULES if rule.table == "out_missing_score"]
    assert [evaluate(writer.connection, rule).count for rule in rules] == [0, 0]
    writer.connection.execute("UPDATE out_missing_score SET expected_narrowing_dex = 0 WHERE cost_range_dex IS NULL")
    assert [evaluate(writer.connection, rule).count for rule in rules] == [0, 2]


def test_the_range_counts_the_intervals_of_scores(writer: Writer) -> None:
    sell(writer, "dear", "0.00020")
    make(writer, "out_missing_score", "forecasts/rank_missing_scores.sql", as_of=AS_OF, like_times=LIKE_TIMES)
    under = Rival(BAR, "chat", "eci", "under", 0.00001, 100, 0, 0, 99, REACH_90, REACH_90)
    over = Rival(BAR, "chat", "eci", "over", 0.0001, 100, 0, 0, 200, 0, 0)
    write_narrowing(writer.connection, [under, over])
    ((width,),) = read(writer, f"SELECT cost_range_dex FROM out_missing_score WHERE bar = '{BAR}'")
    # A tenth of the cost in 15.87% of draws: a standard deviation of 0.365 decades.
    assert width == pytest.approx(RANGE * 0.365, rel=0.1)
