"""The race of an answer and searches: shares counted by hand, laws that hold for any paths, and a planted truth."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.trends.estimated_cost import Estimate
from assets.trends.moving_targets import MARKET, POINTS, SearchCost, StepHistory, draw_steps
from assets.trends.paths import seed_for, simulation
from assets.trends.race import STAYS, Targets, exact_targets, known_targets, start_race
from tests.trends.test_paths import some_paths, some_targets

AS_OF = date(2026, 11, 24)


def cost(target: str, usd: float, until: date | None = None, **more: Any) -> SearchCost:
    fields: dict[str, Any] = {"kind": "market-price", "low": None, "high": None, "quality": "primary", **more}
    return SearchCost(target, usd=usd, valid_from=date(2020, 1, 1), valid_to=until, **fields)


def targets(*costs: SearchCost, months: int = 60, paths: int = 5000) -> Targets:
    return known_targets(costs, AS_OF, months, paths)


def test_a_range_counted_by_hand() -> None:
    """$1 to $4 about $2, ended: points at 2^(1/16), 2^(3/16) .. 2^(31/16)."""
    ranged = targets(cost("a", 2.0, AS_OF, low=1.0, high=4.0))
    # One path stays at $1.5 = 2^0.585, which 11 of the points reach; one rises from $0.5 to $8.
    paths = np.log10([[1.5, 1.5], [0.5, 8.0]])
    race = start_race(paths, ranged)
    assert race.p_level() == pytest.approx(np.array([[(11 + 16) / 32, 11 / 32]]))
    assert race.p_first_passage() == pytest.approx(np.array([[27 / 32, 27 / 32]]))
    # An exact target at $2 would be reached by both paths, and one at $1.4 by the second alone.
    exact = start_race(paths, exact_targets({"a": 2.0, "b": 1.4}))
    assert exact.p_level() == pytest.approx(np.array([[1, 0.5], [0.5, 0]]))


def test_a_target_that_moves_is_reached_by_the_difference_and_one_that_has_ended_is_not() -> None:
    """An answer at $1 on two paths; on one a search at $0.1 rises tenfold in month 2 and falls back in month 3."""
    moves = np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 0.0]])
    both = replace(targets(cost("ended", 0.1, AS_OF), cost("open", 0.1)), moves={MARKET: moves})
    race = start_race(np.zeros((2, 3)), both)
    assert both.names == ("ended", "open")
    assert race.p_level() == pytest.approx(np.array([[0, 0, 0], [0, 0.5, 0]]))
    assert race.p_first_passage() == pytest.approx(np.array([[0, 0, 0], [0, 0.5, 0.5]]))
    # The running minimum includes the months between those that are selected.
    assert start_race(np.zeros((2, 3)), both, [1, 3]).p_first_passage() == pytest.approx(np.array([[0, 0], [0, 0.5]]))


@given(some_paths, some_targets)
def test_exact_targets_that_stay_are_what_one_running_minimum_gives(paths: np.ndarray, usd: list[float]) -> None:
    known = start_race(paths, exact_targets({str(place): amount for place, amount in enumerate(usd)}))
    ended = start_race(paths, targets(*(cost(f"{place:02}", amount, AS_OF) for place, amount in enumerate(usd))))
    for race in (known, ended):
        np.testing.assert_array_equal(race.p_level(), simulation(paths).p_level(usd))
        np.testing.assert_array_equal(race.p_first_passage(), simulation(paths).p_first_passage(usd))


factors = st.floats(1, 100)


@given(some_paths, st.lists(st.tuples(factors, factors, st.booleans()), min_size=1, max_size=5))
def test_first_passage_is_never_less_likely_than_level_and_never_falls(
    paths: np.ndarray, ranges: list[tuple[float, float, bool]]
) -> None:
    costs = [
        cost(str(place), 1.0, AS_OF if ended else None, low=1 / below, high=above)
        for place, (below, above, ended) in enumerate(ranges)
    ]
    race = start_race(paths, targets(*costs, months=8, paths=30))
    assert (race.p_first_passage() >= race.p_level()).all()
    assert (np.diff(race.p_first_passage(), axis=1) >= 0).all()
    assert (race.p_first_passage() <= 1).all()


@given(st.floats(1.01, 30), st.floats(1.01, 3), st.sampled_from([-0.3, 0.3]))
def test_a_wider_range_moves_a_chance_towards_one_half(factor: float, wider: float, distance: float) -> None:
    """Of a normal cost, which its quantiles represent, against a target off its middle."""
    normal = np.array([[NormalDist(distance, 0.2).inv_cdf((rank + 0.5) / 2000)] for rank in range(2000)])
    narrow, wide = (
        start_race(normal, targets(cost("a", 1.0, AS_OF, low=1 / by, high=by), months=1, paths=2000)).p_level()[0, 0]
        for by in (factor, factor * wider)
    )
    assert abs(wide - 0.5) <= abs(narrow - 0.5) + 1e-3
    assert (narrow < 0.5) == (distance > 0)


def test_planted_answers_reach_planted_searches_as_often_as_the_race_gives() -> None:
    """The answer walks, the search is somewhere in its range and steps: counted on pairs drawn by themselves."""
    moves = StepHistory(np.array([0.2, 0.5]), np.array([0.5, 0.5]), rises=3, falls=1, changes=8.0, years=10.0)
    search = cost("a", 0.1, low=0.05, high=0.4)
    first, second, count = seed_for("answers"), seed_for("more answers"), 20_000

    def answers(rng: np.random.Generator) -> np.ndarray:
        return np.cumsum(rng.normal(-0.02, 0.08, (count, 36)), axis=1)

    race = start_race(answers(first), replace(targets(search), moves={MARKET: draw_steps(moves, 36, count)}))
    rate, rising = second.gamma(8.0, 1 / 10.0, (count, 1)), second.beta(4, 2, (count, 1))
    stepping = second.random((count, 36)) < 1 - np.exp(-rate / 12)
    sizes = np.where(second.random((count, 36)) < 0.5, 0.2, 0.5) * np.where(second.random((count, 36)) < rising, 1, -1)
    place = second.uniform(-1, 1, count)
    start = np.log10(0.1) + place * np.where(place < 0, np.log10(2), np.log10(4))
    reached = answers(second) <= start[:, None] + np.cumsum(stepping * sizes, axis=1)
    error = 4 * np.sqrt(0.25 * 2 / count)
    assert race.p_level()[0] == pytest.approx(reached.mean(axis=0), abs=error)
    passed = np.logical_or.accumulate(reached, axis=1).mean(axis=0)
    assert race.p_first_passage()[0] == pytest.approx(passed, abs=error)
    # Without the moves or without the range the chance would differ.
    assert abs(start_race(answers(first), exact_targets({"a": 0.1})).p_first_passage()[0, -1] - passed[-1]) > error


def test_targets_are_the_same_beside_any_others_and_in_any_order() -> None:
    a, b = cost("a", 0.01, quality="derived"), cost("b", 0.02)
    both = targets(b, a)
    alone = replace(targets(a), moves=both.moves)  # the years in which b was watched count for the moves of both
    assert both.names == ("a", "b")
    assert both.usd.shape == (2, POINTS)
    assert both.select(["b", "a"]).names == ("b", "a")
    assert both.select(["b"]).exact == pytest.approx([0.02])
    paths = seed_for("paths").normal(-1.9, 0.2, (300, 12))
    assert start_race(paths, both).p_level()[0] == pytest.approx(start_race(paths, alone).p_level()[0])
    assert start_race(paths, both.select(["a"])).p_level() == pytest.approx(start_race(paths, alone).p_level())
    with pytest.raises(ValueError, match="not in tuple"):
        both.select(["c"])


def test_a_target_is_its_last_cost_known_and_stays_when_it_has_ended() -> None:
    steps = [
        SearchCost("bing", "market-price", 0.007, None, None, "primary", date(2023, 1, 1), date(2023, 5, 1)),
        SearchCost("bing", "market-price", 0.025, None, None, "primary", date(2023, 5, 1), date(2024, 1, 1)),
        SearchCost("bing", "market-price", 1.0, None, None, "primary", date(2027, 1, 2), None),
    ]
    known = targets(*steps)
    assert (known.names, known.exact.tolist(), known.moved_by.tolist()) == (
        ("bing",),
        pytest.approx([0.025]),
        [STAYS],
    )


def test_a_list_price_steps_an_estimate_of_energy_drifts_and_every_other_figure_stays() -> None:
    costs = [
        cost("api", 0.001),
        cost("full cost of 2023", 0.001, kind="full-cost"),
        cost("revenue", 0.001, kind="revenue"),
        cost("electricity", 0.001, kind="marginal-cost", estimate=Estimate(1.0, 0.001, 0.001, 0.12, 0.0, 0.0)),
    ]
    known = targets(*costs, months=12, paths=2)
    assert known.moved_by.tolist() == [MARKET, "electricity", STAYS, STAYS]
    assert known.moves["electricity"] == pytest.approx(np.tile(np.arange(1, 13) / 100, (2, 1)))
    # An answer stays 0.035 above all of them in log10: what drifts up by 0.01 a month is reached in month 4.
    paths = np.full((2, 12), -3 + 0.035)
    race = start_race(paths, replace(known, moves={**known.moves, MARKET: np.zeros((2, 12))}))
    assert race.p_level() == pytest.approx(np.array([[0] * 12, [0] * 3 + [1] * 9, [0] * 12, [0] * 12]))
    assert start_race(paths, known.all_moved_by(STAYS)).p_level().sum() == 0


def test_an_estimate_is_passed_as_often_as_by_independent_pairs() -> None:
    """A walking answer against the electricity of a search: each drawn once a path by the formula."""
    count, months = 40_000, 60
    estimate = Estimate(0.0003, 0.06, 0.10, 0.007, 0.007, 0.025)
    search = cost("electricity", 2.3238e-5, kind="marginal-cost", estimate=estimate)
    first, second = seed_for("an answer"), seed_for("another answer")

    def answers(rng: np.random.Generator) -> np.ndarray:
        return np.log10(1e-4) + np.cumsum(rng.normal(-0.01, 0.07, (count, months)), axis=1)

    passage = start_race(answers(first), targets(search, paths=count)).p_first_passage()[0]
    price = 10 ** second.uniform(np.log10(0.06), np.log10(0.10), count)
    walk = np.cumsum(second.normal(0, 0.025 / np.sqrt(12), (count, months)), axis=1)
    drift = second.normal(0.007, 0.007, count)[:, None] * np.arange(1, months + 1) / 12
    reached = answers(second) <= np.log10(0.0003 * price)[:, None] + drift + walk
    passed = np.logical_or.accumulate(reached, axis=1).mean(axis=0)
    assert passed[-1] > 0.2
    assert passage == pytest.approx(passed, abs=4 * np.sqrt(0.25 * 2 / count))


def test_before_any_cost_is_known_there_is_no_target() -> None:
    race = start_race(np.zeros((3, 2)), targets())
    assert race.p_level().shape == race.p_first_passage().shape == (0, 2)
