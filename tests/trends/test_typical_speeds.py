"""Sweeps of engines: compared at one speed per user, and used only where enough of them cover the days."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest

from assets.trends.driver_estimates import DRAWS, LogEstimate
from assets.trends.typical_speeds import LEAST_SERIES, SweepPoint, speed_changes, typical_software

FIRST, LAST, LATER = date(2026, 1, 1), date(2026, 3, 1), date(2026, 6, 1)
SUBMITTED = LogEstimate({day: np.full(1 + DRAWS, log) for day, log in ((FIRST, 0.0), (LAST, 2.0), (LATER, 3.0))}, 9)


def sweep(series: str, day: date, work: float, users: tuple[float, ...], configuration: str = "4") -> list[SweepPoint]:
    """Points on a curve whose throughput times the speed per user is `work`."""
    return [SweepPoint(series, day, configuration, work / user, user) for user in users]


def faster(series: str, times: float) -> list[SweepPoint]:
    return sweep(series, FIRST, 1000, (10, 40)) + sweep(series, LAST, 1000 * times, (20, 80))


def test_two_days_are_compared_at_a_speed_per_user_that_both_reach() -> None:
    """Between 20 and 40 tokens a second for a user, the engine serves four times as many in all."""
    (change,) = speed_changes(faster("a", 4))
    assert (change.since, change.until) == (FIRST, LAST)
    assert change.per_day * (LAST - FIRST).days == pytest.approx(math.log(4))


def test_the_best_configuration_that_reaches_the_speed_counts() -> None:
    points = faster("a", 4) + sweep("a", LAST, 9000, (20, 80), "8") + sweep("a", LAST, 90_000, (50, 80), "16")
    (change,) = speed_changes(points)
    assert change.per_day * (LAST - FIRST).days == pytest.approx(math.log(9))


def test_days_without_a_common_speed_are_not_compared() -> None:
    points = sweep("a", FIRST, 1000, (10, 20)) + sweep("a", LAST, 1000, (30, 80))
    assert list(speed_changes(points)) == []
    gap = sweep("a", FIRST, 1000, (10, 90)) + sweep("a", LAST, 9, (10, 20)) + sweep("a", LAST, 9, (80, 90), "8")
    assert list(speed_changes(gap)) == []


def test_the_median_engine_replaces_the_submissions_over_the_days_of_its_sweeps() -> None:
    """Submissions gained two logs until March and one more until June; the median of the sweeps gained log 2."""
    times = (1.0, 1.0, 2.0, 3.0, 20.0)
    assert len(times) == LEAST_SERIES
    points = [point for number, gain in enumerate(times) for point in faster(f"s{number}", gain)]
    software = typical_software(SUBMITTED, points)
    assert {day: float(log[0]) for day, log in software.logs.items()} == pytest.approx(
        {FIRST: 0.0, LAST: math.log(2), LATER: math.log(2) + 1.0}
    )
    low, high = np.quantile(software.logs[LAST][1:], [0.05, 0.95])
    assert (low, high) == (pytest.approx(0.0), pytest.approx(math.log(20)))
    assert software.n == 9 + len(points)


def test_a_day_before_the_first_submission_changes_nothing() -> None:
    late = LogEstimate({LATER: np.zeros(1 + DRAWS)}, 1)
    points = [point for number in range(LEAST_SERIES) for point in faster(f"s{number}", 2.0)]
    software = typical_software(late, points)
    assert [float(software.logs[day][0]) for day in (FIRST, LATER)] == pytest.approx([0.0, math.log(2)])


def test_fewer_series_and_no_submissions_leave_the_level_as_it_is() -> None:
    points = [point for number in range(LEAST_SERIES - 1) for point in faster(f"s{number}", 2.0)]
    assert typical_software(SUBMITTED, points) is SUBMITTED
    nothing: LogEstimate[date] = LogEstimate({}, 0)
    assert typical_software(nothing, faster("a", 2)) is nothing
