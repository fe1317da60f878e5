"""The scores of a forecast, worked out by hand: 41 paths at 0, 1, 2 ... 40, so that the quantile q is 40 q."""

from __future__ import annotations

import numpy as np
import pytest

from assets.trends.scores import Score, score

DRAWS = np.array([*range(1, 41, 2), *range(40, -1, -2)], dtype=float)


def scored(actual: float) -> Score:
    (of_one,) = score(DRAWS[None, :], np.array([actual]))
    return of_one


def test_an_outcome_at_the_lower_quartile() -> None:
    result = scored(10)
    assert (result.log10_actual, result.log10_median) == (10, 20)
    assert result.log10_quantiles == tuple(range(1, 40, 2))
    # Twice the mean pinball loss of the quantiles 1, 3 ... 39: 2.125 of those below 10 and 56.375 of those above.
    assert result.crps == pytest.approx(2 * (2.125 + 56.375) / 20)
    # Quantiles 1, 4, 10, 20, 30, 36, 39: 0.025 x 9, 0.1 x 6, 0, 0.5 x 10, 0.25 x 20, 0.1 x 26, 0.025 x 29.
    assert result.pinball == pytest.approx((0.225 + 0.6 + 0 + 5 + 5 + 2.6 + 0.725) / 7, abs=1e-6)
    # Ten paths lie below 10, and half of the one that equals it counts.
    assert result.pit == pytest.approx(10.5 / 41, abs=1e-6)


@pytest.mark.parametrize(
    ("actual", "inside"),
    [
        (0.9, (False, False, False)), (1, (False, False, True)), (3.9, (False, False, True)),
        (4, (False, True, True)), (9.9, (False, True, True)), (10, (True, True, True)), (30, (True, True, True)),
        (30.1, (False, True, True)), (36, (False, True, True)), (36.1, (False, False, True)),
        (39, (False, False, True)), (39.1, (False, False, False)),
    ],
)  # fmt: skip
def test_central_intervals_hold_their_ends(actual: float, inside: tuple[bool, bool, bool]) -> None:
    result = scored(actual)
    assert (result.in_50, result.in_80, result.in_95) == inside


def test_each_date_has_its_own_score() -> None:
    first, second = score(np.array([DRAWS, DRAWS + 1]), np.array([10.0, 41.0]))
    assert (first.log10_median, second.log10_median) == (20, 21)
    assert (first, second.pit) == (scored(10), pytest.approx(40.5 / 41, abs=1e-6))
    # Above all quantiles the loss is q x distance: 39, 36, 30, 20, 10, 4, 1 from 2, 5, 11, 21, 31, 37, 40.
    expected = 0.025 * 39 + 0.1 * 36 + 0.25 * 30 + 0.5 * 20 + 0.75 * 10 + 0.9 * 4 + 0.975 * 1
    assert second.pinball == pytest.approx(expected / 7, abs=1e-6)
