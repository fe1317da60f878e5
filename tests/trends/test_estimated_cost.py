"""The electricity of a search: what is drawn of it against the closed form of its parts."""

from __future__ import annotations

from collections.abc import Callable
from statistics import NormalDist

import numpy as np
import pytest

from assets.trends.estimated_cost import Estimate, Ratio, draw_drifts, likely_today
from assets.trends.moving_targets import POINTS

PUBLISHED = Estimate(0.0003, 0.06, 0.10, 0.007, 0.007, 0.025)
TODAY = Estimate(0.0003, 0.06, 0.10, 0.007, 0.007, 0.025, Ratio(-0.5, 0.3, -1.3, 0.1, -0.04, 0.02))
NORMAL = NormalDist()
SHARES = (0.05, 0.25, 0.5, 0.75, 0.95)


def uniform_plus_normal(low: float, high: float, mean: float, sd: float) -> Callable[[float], float]:
    """P(U + N <= x) for U uniform from low to high: the mean of the normal's distribution function over U."""

    def below(x: float) -> float:
        if sd == 0:
            return min(max((x - mean - low) / (high - low), 0.0), 1.0)
        ends = [(x - mean - low) / sd, (x - mean - high) / sd]
        first, last = (z * NORMAL.cdf(z) + NORMAL.pdf(z) for z in ends)
        return sd * (first - last) / (high - low)

    return below


@pytest.mark.parametrize("years", [0, 1, 5])
def test_the_published_figure_has_the_quantiles_of_its_formula(years: int) -> None:
    """log10 T = log10 0.0003 + U(log10 0.06, log10 0.10) + N(0.007 t, (0.007 t)^2 + 0.025^2 t)."""
    start = np.log10(likely_today(PUBLISHED, POINTS))
    drifts = draw_drifts(PUBLISHED, 60, 20_000)[:, 12 * years - 1] if years else np.zeros(1)
    drawn = (start[:, None] + drifts).ravel()
    low, high = np.log10(0.0003 * 0.06), np.log10(0.0003 * 0.10)
    below = uniform_plus_normal(low, high, 0.007 * years, np.hypot(0.007 * years, 0.025 * np.sqrt(years)))
    quantiles = np.quantile(drawn, SHARES, method="hazen")
    assert [below(x) for x in quantiles] == pytest.approx(SHARES, abs=0.01)


def test_the_median_is_the_published_energy_at_the_middle_of_the_price() -> None:
    usd = likely_today(PUBLISHED, POINTS)
    assert np.median(usd) == pytest.approx(0.0003 * (0.06 * 0.10) ** 0.5, rel=1e-3)
    # Sixteen values a sixteenth of the range apart, the outer ones half of that from its ends.
    assert usd[0] == pytest.approx(0.0003 * 0.06 * (0.10 / 0.06) ** (1 / 32))
    assert usd[-1] == pytest.approx(0.0003 * 0.10 * (0.06 / 0.10) ** (1 / 32))


def test_a_search_of_today_takes_a_third_of_the_energy_and_less_each_year() -> None:
    rng = np.random.default_rng(11)
    ratios = rng.normal(-0.5, 0.3, 200_000)
    ratios = ratios[(ratios > -1.3) & (ratios < 0.1)]
    expected = np.log10(0.0003) + ratios + rng.uniform(np.log10(0.06), np.log10(0.10), len(ratios))
    usd = np.log10(likely_today(TODAY, POINTS))
    places = (np.arange(POINTS) + 0.5) / POINTS
    assert usd == pytest.approx(np.quantile(expected, places), abs=0.01)
    drifts = draw_drifts(TODAY, 60, 20_000)[:, -1]
    # Five years of 0.007 - 0.04 a year; both drifts and the walk spread it.
    assert drifts.mean() == pytest.approx(5 * (0.007 - 0.04), abs=0.003)
    assert drifts.std() == pytest.approx((25 * (0.007**2 + 0.02**2) + 5 * 0.025**2) ** 0.5, abs=0.002)


def test_the_walk_of_the_price_grows_with_the_root_of_time() -> None:
    still = Estimate(0.0003, 0.06, 0.10, 0.0, 0.0, 0.025)
    paths = draw_drifts(still, 48, 20_000)
    assert paths.shape == (20_000, 48)
    assert paths[:, [11, 47]].std(axis=0) == pytest.approx([0.025, 0.05], abs=0.001)
    assert (paths == draw_drifts(still, 48, 20_000)).all()
