"""The walk that the methods of the whole market share: its noise by hand, against planted truth, and its moves."""

import math

import numpy as np
import pytest

from assets.trends.methods import frontier_quantile
from assets.trends.methods.interface import UnfittedError
from assets.trends.methods.market_walk import MarketRate, MarketWalk, along, faded_steps
from assets.trends.methods.panel import Panel
from assets.trends.paths import seed_for
from assets.trends.series import Floats, FrontierSeries
from tests.trends.planted import market, monthly_series

LEVEL = MarketRate(0.0, 0.0, math.inf, 1)
"""A market that does not move."""


def walk_of(frontier: FrontierSeries, *others: FrontierSeries, rate: MarketRate = LEVEL) -> MarketWalk:
    return along(rate, frontier.series, Panel((frontier, *others)))


def steps_of(steps: Floats, bar: str) -> FrontierSeries:
    """A series of which the last month is the same, however many there are."""
    return monthly_series(np.cumsum([0.0, *steps]), bar, monthly_series(np.zeros(61)).series.as_of)


def test_noise_by_hand() -> None:
    # Thirteen monthly differences, the first a year before the last: weights 2^-1 ... 2^0. Only the first and the last
    # are moves, of 0.4 and of -0.2. The other series moved once, a year ago, by 1.
    own = steps_of(np.array([0.4, *[0.0] * 11, -0.2]), "own")
    other = steps_of(np.array([1.0, *[0.0] * 12]), "other")
    weights = 0.5 ** (np.arange(12, -1, -1) / 12)
    total = sum(0.5 ** (month / 12) for month in range(13))
    assert weights.sum() == pytest.approx(total) == pytest.approx(9.409, abs=1e-3)
    drift, count = -0.05, total**2 / sum(0.5 ** (month / 6) for month in range(13))
    squares = 0.5 * (0.4 + 0.05) ** 2 + 1.0 * (-0.2 + 0.05) ** 2 + (total - 1.5) * 0.05**2
    others = 0.5 * (1.0 + 0.05) ** 2 + (total - 0.5) * 0.05**2
    own_variance, panel_variance = squares / total, (squares + others) / (2 * total)
    walk = walk_of(own, other, rate=MarketRate(drift, 0.0, math.inf, 1))
    assert walk.variance == pytest.approx((count * own_variance + 6 * panel_variance) / (count + 6))
    assert walk.df == round(count + 6) == 18  # 12.43 + 6
    assert walk.moving == pytest.approx((count * 1.5 / total + 0.5) / (count + 0.5))
    assert (walk.last, walk.n) == (pytest.approx(0.2), 13)


def test_a_rate_above_its_ceiling_counts_as_the_ceiling() -> None:
    own = steps_of(np.array([-0.1, -0.3, -0.2]), "own")
    capped, exact = (walk_of(own, rate=MarketRate(*rate, 1)) for rate in ((0.3, 0.0, -0.2), (-0.2, 0.0, math.inf)))
    assert capped.variance == pytest.approx(exact.variance)


def test_the_variance_of_a_panel_is_found_and_a_long_series_keeps_its_own() -> None:
    # A panel of variance 0.04, a series of one month, and series of five years with a variance of 0.0025.
    rng = np.random.default_rng(3)
    panel = [steps_of(rng.normal(-0.05, 0.2, 60), str(bar)) for bar in range(40)]
    rate = MarketRate(-0.05, 0.0, math.inf, 1)
    young = walk_of(steps_of(np.array([-0.05]), "young"), *panel, rate=rate)
    # Its one month lies on the drift: one part of 0 and six of 0.04.
    assert young.variance == pytest.approx(0.04 * 6 / 7, rel=0.1)
    assert young.df == 7
    calm = [walk_of(steps_of(rng.normal(-0.05, 0.05, 60), f"calm {run}"), *panel, rate=rate) for run in range(30)]
    known = 32.54  # (sum of weights)^2 / sum of squares over sixty months
    expected = (known * 0.0025 + 6 * 0.04) / (known + 6)
    assert np.mean([walk.variance for walk in calm]) == pytest.approx(expected, rel=0.1)
    assert {walk.df for walk in calm} == {39}


def test_old_noise_is_forgotten_by_series_and_panel() -> None:
    # Two wild years and then two calm ones: six months in a hundred of the wild ones are left.
    rng = np.random.default_rng(4)
    noise = np.where(np.arange(60) < 12, 1.0, 0.05)
    series = [steps_of(rng.normal(0, noise), str(bar)) for bar in range(20)]
    walk = walk_of(series[0], *series[1:])
    weights = 0.5 ** (np.arange(59, -1, -1) / 12)
    expected = weights @ noise**2 / weights.sum()
    assert faded_steps(Panel(tuple(series))).variance_about(0.0) == pytest.approx(expected, rel=0.2)
    assert walk.variance < 0.1 < np.mean(noise**2)


def test_ninety_percent_of_what_comes_lies_in_the_interval_of_a_young_series() -> None:
    # Panels of ten series of one variance; the series has eight months of its own.
    held, runs = 0, 400
    for run in range(runs):
        rng = seed_for("young", str(run))
        panel = [steps_of(rng.normal(0, 0.1, 30), str(bar)) for bar in range(10)]
        own = steps_of(rng.normal(0, 0.1, 8), "own")
        walk = walk_of(own, *panel)
        draws = walk.draw(rng, 6, 400)[:, 5]
        low, high = np.quantile(draws, [0.05, 0.95])
        held += low <= walk.last + rng.normal(0, 0.1 * math.sqrt(6)) <= high
    assert 0.85 < held / runs < 0.95


def test_a_market_walk_is_constant_in_most_months_and_still_falls_at_the_rate() -> None:
    # Every fourth month moves, and the fading weights of these are those of the others within a tenth.
    _, panel, _ = market(np.random.default_rng(11))
    levels = np.repeat(np.linspace(0, -2, 11), 4)[:41]
    frontier = monthly_series(levels, "own", panel.origin)
    fit = frontier_quantile.fit(frontier, panel)
    draws = fit.draw(seed_for("still"), 12, 40_000)
    assert fit.moving == pytest.approx(0.26, abs=0.03)
    assert np.mean(np.abs(draws[:, 0] - levels[-1]) < 1e-9) == pytest.approx(1 - fit.moving, abs=0.01)
    assert np.mean(draws[:, 11]) == pytest.approx(levels[-1] + 12 * fit.rate.slope, abs=0.02)
    # A month's variance about the slope is K^2, times df / (df - 2) as K^2 is estimated, and the slope's own error.
    expected = fit.variance * fit.df / (fit.df - 2) + fit.rate.error**2
    assert np.var(draws[:, 0]) == pytest.approx(expected, rel=0.05)


def test_a_single_month_is_not_enough() -> None:
    month = monthly_series(np.zeros(1))
    with pytest.raises(UnfittedError, match="a market walk needs 2 calendar months of the series"):
        walk_of(month)
    with pytest.raises(UnfittedError, match="and of one series of its panel"):
        along(LEVEL, monthly_series(np.zeros(5)).series, Panel((month,)))
