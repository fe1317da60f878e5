"""Quantile regression as a linear programme: optima by hand, by trying every line, and against statsmodels."""

import warnings
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.trends.methods import frontier_quantile
from assets.trends.methods.frontier_quantile import QUANTILE, quantile_regression
from assets.trends.methods.interface import UnfittedError
from assets.trends.series import Floats
from tests.trends.planted import market

ROWS = st.lists(st.tuples(st.integers(-8, 0), st.integers(-4, 4), st.integers(-6, 6)), min_size=4, max_size=9)
"""Quarters before the origin, score and cost on coarse grids, so that lines of equal loss are common."""


def as_columns(rows: list[tuple[int, int, int]]) -> tuple[Floats, Floats, Floats]:
    quarters, scores, logs = np.array(rows, dtype=np.float64).T
    return quarters / 4, scores / 2, logs / 4


def design(years: Floats, scores: Floats) -> Floats:
    return np.column_stack([np.ones(len(years)), years, scores])


def check_loss(columns: Floats, logs: Floats, coefficients: Floats) -> float:
    apart = logs - columns @ coefficients
    return float(np.maximum(QUANTILE * apart, (QUANTILE - 1) * apart).sum())


def best_by_trying(columns: Floats, logs: Floats) -> tuple[float, float]:
    """Least check loss of all lines through three rows, and the largest slope among those that have it."""
    lines = []
    for chosen in map(list, combinations(range(len(logs)), 3)):
        if abs(np.linalg.det(columns[chosen])) > 1e-9:
            line = np.array(np.linalg.solve(columns[chosen], logs[chosen]), dtype=np.float64)
            lines.append((check_loss(columns, logs, line), float(line[1])))
    least = min(loss for loss, _ in lines)
    return least, max(slope for loss, slope in lines if loss < least + 1e-9)


def test_the_line_under_the_cheap_edge_by_hand() -> None:
    # Four costs at one score. Under the line through the first two lies nothing; 0.1 x (2 + 1.5) is lost above it.
    years, logs = np.array([-2.0, 0.0, 0.0, -1.0]), np.array([0.0, -1.0, 1.0, 1.0])
    line = quantile_regression(years, np.zeros(4), logs)
    assert line[1] == pytest.approx(-0.5)
    assert check_loss(design(years, np.zeros(4)), logs, line) == pytest.approx(0.35)


def test_of_equal_losses_the_slowest_fall_is_the_slope() -> None:
    # Through (-1, -1) every slope from -1 to 0 loses 0.1 x (1 + 1.5): the one below it, 0, is chosen.
    years, logs = np.array([-2.0, -1.0, 0.0, -1.0]), np.array([0.0, -1.0, -1.0, 0.5])
    columns = design(years, np.zeros(4))
    for slope in (-1.0, -0.5, 0.0):
        assert check_loss(columns, logs, np.array([slope - 1, slope, 0.0])) == pytest.approx(0.25)
    for order in ([0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]):
        assert quantile_regression(years[order], np.zeros(4), logs[order])[1] == pytest.approx(0.0, abs=1e-9)


@given(ROWS)
def test_the_slope_is_the_one_found_by_trying_every_line(rows: list[tuple[int, int, int]]) -> None:
    years, scores, logs = as_columns(rows)
    columns = design(years, scores)
    if np.linalg.matrix_rank(columns) < 3:
        return
    least, slope = best_by_trying(columns, logs)
    line = quantile_regression(years, scores, logs)
    assert check_loss(columns, logs, line) == pytest.approx(least, abs=1e-8)
    assert line[1] == pytest.approx(slope, abs=1e-7)


@given(st.integers(0, 2**32 - 1), st.integers(10, 200))
def test_no_other_coefficients_lose_less(seed: int, count: int) -> None:
    from statsmodels.regression.quantile_regression import QuantReg  # slow to import

    rng = np.random.default_rng(seed)
    years, scores = rng.integers(-8, 1, count) / 4, rng.normal(0, 1, count)
    logs = np.round(-0.5 * years + 0.3 * scores + rng.exponential(0.4, count), 2)
    columns, line = design(years, scores), quantile_regression(years, scores, logs)
    least = check_loss(columns, logs, line)
    with warnings.catch_warnings():
        # That it may stop before the optimum, with a warning, is why it is no longer used.
        warnings.simplefilter("ignore")
        theirs = QuantReg(logs, columns).fit(q=QUANTILE, max_iter=200, p_tol=1e-4).params
    others = [np.asarray(theirs), *(line + rng.normal(0, size, 3) for size in (1.0, 0.1, 0.01, 1e-4) for _ in range(5))]
    assert all(least <= check_loss(columns, logs, other) + 1e-9 for other in others)
    # Koenker & Bassett's condition: what the rows off the line pull, those on it can hold.
    apart = logs - columns @ line
    on_line = np.abs(apart) < 1e-8
    pulls = np.where(on_line, 0.0, QUANTILE - (apart < 0)) @ columns
    assert (np.abs(pulls) <= np.abs(columns[on_line]).sum(axis=0) * (1 - QUANTILE) + 1e-6).all()


def test_a_row_drawn_twice_counts_twice_in_any_order() -> None:
    rng = np.random.default_rng(4)
    years, scores, logs = rng.integers(-8, 1, 60) / 4, rng.normal(0, 1, 60), rng.normal(0, 0.4, 60)
    drawn = rng.integers(60, size=60)
    expected = quantile_regression(years[drawn], scores[drawn], logs[drawn])
    others = rng.permutation(drawn)
    assert quantile_regression(years[others], scores[others], logs[others]) == pytest.approx(expected, abs=1e-12)
    assert quantile_regression(years, scores, logs) != pytest.approx(expected, abs=1e-3)


@pytest.mark.parametrize(("years", "scores"), [([-1.0] * 6, [0, 1, 2, 3, 4, 5]), ([-1, 0] * 3, [2, 5] * 3)])
def test_rows_without_a_single_slope_are_refused(years: list[float], scores: list[float]) -> None:
    with pytest.raises(UnfittedError, match="the quantile regression of 6 offers has no single slope"):
        quantile_regression(np.array(years, dtype=np.float64), np.array(scores, dtype=np.float64), np.arange(6.0))


def test_the_market_rate_is_the_optimum_per_month() -> None:
    _, panel, _ = market(np.random.default_rng(11))
    standing = frontier_quantile.sample_offers(panel.offers, panel.origin)
    years, scores = standing.months / 12, (standing.scores - 130) / 10
    line = quantile_regression(years, scores, standing.logs)
    assert 12 * frontier_quantile.market_rate(panel, "chat").slope == pytest.approx(line[1])
