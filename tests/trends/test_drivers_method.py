"""The method `drivers`: rates by hand, intervals that hold planted truth, software that fades, and the floor."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest

from assets.trends.driver_estimates import DRAWS, LogEstimate
from assets.trends.driver_evidence import DriverHistory, Evidence, ModelPrice, Rental, Speed
from assets.trends.methods import drivers
from assets.trends.methods.drivers import (
    FLOOR,
    PRIORS,
    SATURATION_MONTHS,
    DriverWalk,
    FactorRate,
    expected,
    shared_rates,
    slope_of,
)
from assets.trends.methods.market_walk import MarketRate, MarketWalk
from assets.trends.methods.panel import Panel
from assets.trends.paths import month_end, seed_for
from assets.trends.series import FrontierSeries
from tests.trends.planted import monthly_series

BACK, AHEAD = 24, 12
ORIGIN = date(2026, 1, 31)
DAYS = [month_end(ORIGIN, month - BACK) for month in range(BACK + 1)]


def history(rates: dict[str, float]) -> DriverHistory:
    """Two years without noise, in natural logs per month: one chip, one benchmark, three unchanged models, one size."""
    served = rates["hardware"] + rates["software"]
    months = list(enumerate(DAYS))
    rentals = [
        Rental(day, host, "a100", math.exp(rates["hardware"] * month))
        for month, day in months
        for host in ("a", "b", "c")
    ]
    speeds = [
        Speed(f"v{month}", day, "b", chip, "fp8", 8, True, math.exp(-rates["software"] * month))
        for month, day in months[::6]
        for chip in ("a100", "h100")
    ]
    weights = [
        ModelPrice(day, name, math.exp((served + rates["margin"]) * month)) for month, day in months for name in "abc"
    ]
    sizes = [ModelPrice(day, "m", 1.0, 100 * math.exp(rates["size"] * month)) for month, day in months]
    return DriverHistory(Evidence(tuple(rentals), tuple(speeds), (), tuple(weights)), {"own": tuple(sizes)})


def own_series(rng: np.random.Generator) -> FrontierSeries:
    return monthly_series(np.cumsum(rng.normal(-0.05, 0.05, 31)), "own", ORIGIN)


def test_rates_are_half_of_what_was_seen_and_half_of_what_was_known() -> None:
    seen = {"hardware": -0.06, "software": -0.10, "margin": 0.04, "size": -0.20}
    rates = shared_rates(history(seen), ORIGIN)
    for name, rate in rates.items():
        assert rate.mean == pytest.approx((PRIORS[name].mean + seen[name]) / 2, rel=2e-3)
        assert rate.error == pytest.approx(PRIORS[name].error * math.sqrt(0.5), rel=1e-6)


def test_a_factor_that_is_not_measured_keeps_the_rate_known_beforehand() -> None:
    empty = DriverHistory(Evidence((), (), (), ()), {})
    assert shared_rates(empty, ORIGIN) == {name: PRIORS[name] for name in ("hardware", "software", "margin")}
    assert expected("size", None) == PRIORS["size"]


def test_what_was_seen_unsurely_weighs_less() -> None:
    """An error of the slope as large as that of the prior: a third of the weight is left."""
    prior = PRIORS["size"]
    drawn = np.where(np.arange(DRAWS) % 2, prior.error, -prior.error)
    rate = expected("size", np.concatenate(([0.0], drawn)))
    assert rate == pytest.approx(FactorRate(prior.mean * 2 / 3, prior.error * math.sqrt(2 / 3)))


def test_a_slope_needs_a_quarter_and_forgets_what_is_older_than_two_years() -> None:
    level = np.ones(1 + DRAWS)
    young = LogEstimate({ORIGIN: level, month_end(ORIGIN, -2): 0 * level}, 2)
    assert slope_of(young, ORIGIN) is None
    old = LogEstimate({month_end(ORIGIN, -30): 99 * level, month_end(ORIGIN, -12): 0 * level, ORIGIN: 12 * level}, 3)
    slope = slope_of(old, ORIGIN)
    assert slope is not None
    assert slope[0] == pytest.approx(1.0)
    assert slope_of(old, month_end(ORIGIN, -1)) is None


def test_ninety_percent_intervals_hold_planted_truth() -> None:
    """The rates ahead come from what is known beforehand, those seen differ from them by as much again."""
    held, runs = 0, 60
    for run in range(runs):
        rng = seed_for("planted method drivers", str(run))
        ahead = {name: rng.normal(*prior) for name, prior in PRIORS.items()}
        seen = {name: rate + rng.normal(0, PRIORS[name].error) for name, rate in ahead.items()}
        frontier = own_series(rng)
        fades = SATURATION_MONTHS * (1 - math.exp(-AHEAD / SATURATION_MONTHS))
        change = sum(rate * (fades if name == "software" else AHEAD) for name, rate in ahead.items()) / math.log(10)
        change += rng.normal(0, 0.05 * math.sqrt(AHEAD))
        actual = math.log10(frontier.series.usd[-1]) + math.log10(FLOOR + (1 - FLOOR) * 10**change)
        fit = drivers.fit(frontier, Panel((frontier,), (), history(seen)))
        low, high = np.quantile(fit.draw(rng, AHEAD, 400)[:, -1], [0.05, 0.95])
        held += low <= actual <= high
    assert 0.9 - 3 * math.sqrt(0.09 / runs) <= held / runs


def test_software_fades_and_the_rest_goes_on() -> None:
    """A walk that is constant but for the software: what its rate will not bring is given back."""
    still = MarketWalk(0.0, MarketRate(0.0, 0.0, math.inf, 1), 0.0, 30, 1.0, 30, DAYS[0], ORIGIN)
    calm = DriverWalk(still, software=-0.1)
    path = calm.draw(np.random.default_rng(0), 120, 1)[0]
    left = [12 * (1 - math.exp(-month / 12)) - month for month in (12, 120)]
    assert path[[11, 119]] == pytest.approx([math.log10(FLOOR + (1 - FLOOR) * math.exp(-0.1 * gain)) for gain in left])


def test_no_path_falls_below_the_floor() -> None:
    frontier = own_series(np.random.default_rng(2))
    fast = history(dict.fromkeys(PRIORS, -1.0))
    draws = drivers.fit(frontier, Panel((frontier,), (), fast)).draw(seed_for("floor"), 60, 500)
    floor = math.log10(FLOOR * frontier.series.usd[-1])
    assert draws.min() >= floor
    assert np.median(draws[:, -1]) == pytest.approx(floor, abs=0.01)
