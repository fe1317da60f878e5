"""Paths: events counted on paths small enough to see, laws that hold for any, seeds and calendar months."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from assets.trends.methods.registry import SERIES_METHODS
from assets.trends.paths import add_months, months_reaching, seed_for, simulation
from assets.trends.series import CostSeries, Floats

# Four paths of log10 USD over three months. Targets: $1, $0.1 and $0.01 are 0, -1 and -2.
FOUR = np.array([[0.0, -1.0, -2.0], [-1.0, 0.0, 0.0], [1.0, 0.0, -1.0], [1.0, 1.0, 1.0]])


def test_events_counted_by_hand() -> None:
    sim = simulation(FOUR)
    targets = [1.0, 0.1, 0.01]
    assert sim.p_level(targets) == pytest.approx(np.array([[0.5, 0.75, 0.75], [0.25, 0.25, 0.5], [0, 0, 0.25]]))
    assert sim.p_first_passage(targets) == pytest.approx(np.array([[0.5, 0.75, 0.75], [0.25, 0.5, 0.75], [0, 0, 0.25]]))


def test_chosen_months_include_the_months_between() -> None:
    # Of two paths one dips to $0.1 in month 2 alone, which is not among the chosen months.
    sim = simulation(np.array([[1.0, -1.0, 1.0], [1.0, 1.0, 1.0]]), months=[1, 3])
    assert sim.months.tolist() == [1, 3]
    assert sim.p_level([0.1]) == pytest.approx(np.array([[0, 0]]))
    assert sim.p_first_passage([0.1]) == pytest.approx(np.array([[0, 0.5]]))
    assert sim.crossing_dates(0.1, [0.5]) == (3,)


def test_a_target_of_likely_points_is_reached_as_often_as_they_are_on_average() -> None:
    # $1 and $0.1 are reached as counted above by (0.5, 0.75, 0.75) and (0.25, 0.25, 0.5): half way between.
    sim = simulation(FOUR)
    assert sim.p_level([[1.0, 0.1], [0.01, 0.01]]) == pytest.approx(np.array([[0.375, 0.5, 0.625], [0, 0, 0.25]]))
    assert sim.p_first_passage([[1.0, 0.1], [0.01, 0.01]]) == pytest.approx(
        np.array([[0.375, 0.625, 0.75], [0, 0, 0.25]])
    )


def test_crossing_months_by_hand() -> None:
    sim = simulation(FOUR)
    assert sim.crossing_dates(0.1, [0.1, 0.5, 0.75, 0.9]) == (1, 2, 3, None)
    passage = np.array([[0.0, 0.1, 0.1], [0.2, 0.2, 0.3]])
    assert months_reaching(passage, np.array([3, 6, 12]), (0.1, 0.2)) == [(6, None), (3, 3)]


def test_quantiles_by_hand() -> None:
    # Month 1 holds -1, 0, 1, 1: the median lies half way from 0 to 1 in log10.
    np.testing.assert_allclose(simulation(FOUR).quantiles([0, 0.5, 1])[:, 0], [0.1, 10**0.5, 10])


def test_quantiles_beyond_floats_are_infinite() -> None:
    assert simulation(np.array([[400.0]])).quantiles(0.5) == pytest.approx(np.array([[np.inf]]))


def test_the_paths_given_are_left_alone() -> None:
    paths = FOUR.copy(order="F")
    sim = simulation(paths)
    sim.p_first_passage([1.0])
    np.testing.assert_array_equal(paths, FOUR)


@pytest.mark.parametrize("months", [[0, 1], [1, 4], [2, 1], [1, 1], []])
def test_refuses_months_outside_the_paths(months: list[int]) -> None:
    with pytest.raises(ValueError, match="months must increase within 1 to 3"):
        simulation(FOUR, months)


@pytest.mark.parametrize("paths", [np.zeros((0, 3)), np.zeros((3, 0))])
def test_refuses_no_paths(paths: Floats) -> None:
    with pytest.raises(ValueError, match="needs paths and months"):
        simulation(paths)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_refuses_paths_that_are_not_finite(bad: float) -> None:
    with pytest.raises(ValueError, match="must be finite"):
        simulation(np.array([[0.0, bad]]))


@pytest.mark.parametrize("target", [0.0, -1.0, np.nan, np.inf])
def test_refuses_targets_that_are_no_price(target: float) -> None:
    for ask in (simulation(FOUR).p_level, simulation(FOUR).p_first_passage):
        with pytest.raises(ValueError, match="positive and finite USD"):
            ask([1.0, target])


def test_refuses_a_probability_beyond_one() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        simulation(FOUR).quantiles([0.5, 1.5])


# Quarter decades make ties between path and target common, which is where an off-by-one would hide.
quarters = st.integers(-12, 12).map(lambda quarter: quarter / 4)
some_paths = st.tuples(st.integers(1, 30), st.integers(1, 8)).flatmap(
    lambda shape: arrays(float, shape, elements=quarters)
)
some_targets = st.lists(quarters.map(lambda log: 10.0**log), min_size=1, max_size=6)


@given(some_paths, some_targets)
def test_first_passage_is_never_less_likely_than_level_and_never_falls(paths: Floats, targets: list[float]) -> None:
    sim = simulation(paths)
    level, passage = sim.p_level(targets), sim.p_first_passage(sorted(targets))
    assert (sim.p_first_passage(targets) >= level).all()
    assert (np.diff(passage, axis=0) >= 0).all()
    assert (np.diff(passage, axis=1) >= 0).all()
    assert ((passage >= 0) & (passage <= 1)).all()


@given(some_paths, some_targets)
def test_both_events_are_what_counting_path_by_path_gives(paths: Floats, targets: list[float]) -> None:
    sim = simulation(paths)
    # Each target is a quarter decade: log10 of its float may miss that by the last digit, which must not matter.
    quarter = [round(4 * float(np.log10(target))) / 4 for target in targets]
    reached = [[[value <= log for value in path] for path in paths] for log in quarter]
    assert sim.p_level(targets).tolist() == [np.mean(event, axis=0).tolist() for event in reached]
    ever = [[np.logical_or.accumulate(path) for path in event] for event in reached]
    assert sim.p_first_passage(targets).tolist() == [np.mean(event, axis=0).tolist() for event in ever]


@given(some_paths, some_targets, st.integers(1, 16))
def test_a_target_whose_points_are_all_the_same_is_exact(paths: Floats, targets: list[float], points: int) -> None:
    sim = simulation(paths)
    same = np.repeat(np.array(targets)[:, None], points, axis=1)
    np.testing.assert_array_equal(sim.p_level(same), sim.p_level(targets))
    np.testing.assert_array_equal(sim.p_first_passage(same), sim.p_first_passage(targets))


@given(some_paths, some_targets)
def test_a_target_of_many_points_is_the_mean_of_them(paths: Floats, targets: list[float]) -> None:
    sim = simulation(paths)
    np.testing.assert_allclose(sim.p_level([targets])[0], sim.p_level(targets).mean(axis=0), rtol=1e-12)
    level, passage = sim.p_level([targets])[0], sim.p_first_passage([targets])[0]
    assert (passage >= level).all()
    assert (np.diff(passage) >= 0).all()


@given(some_paths, st.lists(st.floats(0, 1), min_size=1, max_size=5))
def test_quantiles_are_numpys_of_the_logs(paths: Floats, probabilities: list[float]) -> None:
    expected = 10.0 ** np.quantile(paths, probabilities, axis=0)
    np.testing.assert_allclose(simulation(paths).quantiles(probabilities), expected, rtol=1e-9)


def test_names_make_the_seed() -> None:
    def first(*names: str) -> float:
        return float(seed_for(*names).random())

    assert first("chat", "drift") == first("chat", "drift")
    alike = [("chat", "drift"), ("drift", "chat"), ("chatd", "rift"), ("chatdrift",), ("chat", "drift", ""), ()]
    assert len({first(*names) for names in alike}) == len(alike)


FRESH = """
import json, sys
import numpy as np
from datetime import date
from assets.trends.methods.registry import SERIES_METHODS
from assets.trends.paths import seed_for, simulation
from assets.trends.series import CostSeries
dates = tuple(date(2024, month, 1) for month in range(1, 8))
series = CostSeries(dates, np.array([30.0, 10, 11, 5, 5, 2, 1]), dates[-1])
answers = {}
for name in reversed(SERIES_METHODS):
    sim = simulation(SERIES_METHODS[name].fit_series(series).draw(seed_for("eci>=gpt-4-0314", "chat", name), 24, 500))
    answers[name] = sim.quantiles([0.1, 0.5, 0.9]).tolist() + sim.p_first_passage([0.1, 0.01]).tolist()
json.dump(answers, sys.stdout)
"""


def test_same_names_give_the_same_numbers_in_a_fresh_process_and_another_order() -> None:
    environment = {**os.environ, "PYTHONHASHSEED": "77"}
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", FRESH], cwd=root, env=environment, check=True, capture_output=True, text=True
    )
    dates = tuple(date(2024, month, 1) for month in range(1, 8))
    series = CostSeries(dates, np.array([30.0, 10, 11, 5, 5, 2, 1]), dates[-1])
    fresh = json.loads(done.stdout)
    assert list(fresh) == list(reversed(SERIES_METHODS))
    for name, method in SERIES_METHODS.items():
        sim = simulation(method.fit_series(series).draw(seed_for("eci>=gpt-4-0314", "chat", name), 24, 500))
        here = sim.quantiles([0.1, 0.5, 0.9]).tolist() + sim.p_first_passage([0.1, 0.01]).tolist()
        np.testing.assert_allclose(fresh[name], here, rtol=1e-12, atol=0)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 0, date(2024, 2, 29)),
    ],
)
def test_adding_months(day: date, months: int, then: date) -> None:
    assert add_months(day, months) == then


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)), st.integers(-300, 300))
def test_adding_months_moves_exactly_that_many_calendar_months(day: date, months: int) -> None:
    then = add_months(day, months)
    assert (then.year - day.year) * 12 + then.month - day.month == months
    last_of_month = add_months(then.replace(day=1), 1).toordinal() - 1
    assert then.day == day.day or (then.day < day.day and then.toordinal() == last_of_month)
