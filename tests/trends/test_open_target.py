"""The open target by closed form: when an answer of known cost reaches the electricity of a search.

log10 T(t) = log10 E + log10 p + r + g t + W(t), with E = 0.0003 kWh and p log-uniform from $0.06 to $0.10.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from math import exp, sqrt
from statistics import NormalDist

import numpy as np
import pytest

from assets.trends.estimated_cost import Estimate, Ratio, draw_drifts, likely_today
from assets.trends.moving_targets import SearchCost
from assets.trends.race import Race, known_targets, start_race

NORMAL = NormalDist()
MONTHS, PATHS = 60, 20_000
STILL = Estimate(0.0003, 0.06, 0.10, 0.0, 0.0, 0.0)
"""The published figure at a price of electricity that is uncertain today and does not move."""
CHEAP, DEAR = np.log10(0.0003 * 0.06), np.log10(0.0003 * 0.10)
OF_TODAY = Ratio(-0.5, 0.3, -1.3, 0.1, -0.04, 0.02)


def race(estimate: Estimate, answers: np.ndarray) -> Race:
    """Answers whose log10 cost in each month is known, against one estimate."""
    day = date(2009, 1, 12)
    search = SearchCost("electricity", "marginal-cost", 2.32379e-5, None, None, "derived", day, None, estimate)
    return start_race(np.tile(answers, (PATHS, 1)), known_targets([search], date(2026, 11, 24), MONTHS, PATHS))


def over_prices(chance: Callable[[float], float]) -> float:
    """The mean of a chance over log10 of the cost of a search today, uniform from CHEAP to DEAR."""
    return float(np.mean([chance(usd) for usd in CHEAP + (np.arange(500) + 0.5) / 500 * (DEAR - CHEAP)]))


def ratio_quantile(share: float) -> float:
    """The quantile of a normal cut at both ends, from its distribution function."""
    normal = NormalDist(OF_TODAY.mean, OF_TODAY.sd)
    first, last = normal.cdf(OF_TODAY.low), normal.cdf(OF_TODAY.high)
    return normal.inv_cdf(first + share * (last - first))


def test_the_price_of_electricity_is_log_uniform() -> None:
    """A quarter of searches costs less than 0.0003 kWh at 6 * (10 / 6)^(1/4) = 6.82 cents, three quarters at 8.80."""
    usd = likely_today(STILL, 1000)
    quarters = [0.0003 * 0.06 * (10 / 6) ** share for share in (0.25, 0.5, 0.75)]
    assert quarters == pytest.approx([2.0452e-5, 2.3238e-5, 2.6403e-5], rel=1e-4)
    assert np.quantile(usd, [0.25, 0.5, 0.75]) == pytest.approx(quarters, rel=1e-3)
    assert (usd.min() > 0.000018) & (usd.max() < 0.00003)


def test_the_ratio_of_a_search_of_today_is_a_normal_cut_at_its_ends() -> None:
    """At one exact price: the quantiles of N(-0.5, 0.3) between -1.3 and 0.1, worked out from its distribution."""
    exact = Estimate(0.0003, 0.08, 0.08, 0.0, 0.0, 0.0, OF_TODAY)
    ratios = np.log10(likely_today(exact, 100) / (0.0003 * 0.08))
    # P(-1.3 < N < 0.1) = 0.9772 - 0.0038: the tenth part of it ends at 0.1012 of the whole, 1.275 below the mean.
    assert ratio_quantile(0.1) == pytest.approx(-0.5 - 0.3 * 1.275, abs=0.001)
    assert np.quantile(ratios, [0.1, 0.5, 0.9]) == pytest.approx([ratio_quantile(s) for s in (0.1, 0.5, 0.9)], abs=0.01)
    assert (ratios.min() > -1.3) & (ratios.max() < 0.1)


@pytest.mark.parametrize("drift", [0.007, -0.033])
def test_a_drift_is_drawn_once_a_path(drift: float) -> None:
    """The same on a path in every year: at five years exactly five times that of one, without a walk."""
    paths = draw_drifts(replace(STILL, price_drift_per_year=drift, price_drift_sd=0.007), MONTHS, PATHS)
    assert paths[:, 59] == pytest.approx(5 * paths[:, 11])
    assert paths[:, 11].mean() == pytest.approx(drift, abs=0.0002)
    assert paths[:, 11].std() == pytest.approx(0.007, abs=0.0002)


def test_an_answer_at_the_middle_of_the_range_is_reached_by_half() -> None:
    """At a quarter of the log range from its cheap end, three quarters of the searches cost more."""
    for share in (0.25, 0.5, 0.75):
        chances = race(STILL, np.full(MONTHS, CHEAP + share * (DEAR - CHEAP))).p_level()[0]
        assert chances == pytest.approx(np.full(MONTHS, 1 - share), abs=1 / 32)


def test_an_answer_that_falls_is_at_the_target_as_soon_as_it_ever_was() -> None:
    """An answer falls by 0.2 a year from 0.6 above the middle: level and first passage are both P(U + g t >= x)."""
    months = np.arange(1, MONTHS + 1)
    answers = (CHEAP + DEAR) / 2 + 0.6 - 0.2 * months / 12
    moving = race(replace(STILL, price_drift_per_year=0.007, price_drift_sd=0.007), answers)
    level, passage = moving.p_level()[0], moving.p_first_passage()[0]
    assert level == pytest.approx(passage)
    for month in (24, 30, 36, 42, 48):
        drift = NormalDist(0.007 * month / 12, 0.007 * month / 12)
        expected = over_prices(lambda usd, x=answers[month - 1], drift=drift: 1 - drift.cdf(x - usd))
        assert passage[month - 1] == pytest.approx(expected, abs=0.02)
    assert (level[:18] == 0).all()
    assert (level[-12:] == 1).all()


def test_a_search_of_today_is_reached_later_by_closed_form() -> None:
    """U + r + (g + d) t with g + d = -0.033 a year: a normal distribution function, averaged over prices and ratios."""
    months = np.arange(1, MONTHS + 1)
    answers = (CHEAP + DEAR) / 2 + 0.2 - 0.2 * months / 12
    today = race(replace(STILL, price_drift_per_year=0.007, price_drift_sd=0.007, ratio=OF_TODAY), answers)
    ratios = [ratio_quantile((place + 0.5) / 100) for place in range(100)]
    for years in (1, 3, 5):
        drift = NormalDist(-0.033 * years, sqrt(0.007**2 + 0.02**2) * years)
        x = answers[12 * years - 1]
        expected = np.mean([over_prices(lambda usd, x=x - r, drift=drift: 1 - drift.cdf(x - usd)) for r in ratios[::4]])
        assert today.p_first_passage()[0, 12 * years - 1] == pytest.approx(float(expected), abs=0.03)


def test_a_walk_of_the_price_passes_a_constant_answer_by_the_inverse_gaussian_law() -> None:
    """P(max of g s + W(s) over s <= t >= a) = N((g t - a) / v) + exp(2 g a / w^2) N((-a - g t) / v), v = w sqrt(t).

    The walk is looked at once a month, which is as if the answer were 0.5826 w sqrt(1/12) further away (Broadie,
    Glasserman and Kou 1997).
    """
    g, w, answer = 0.02, 0.1, DEAR + 0.05

    def passed(usd: float, years: float) -> float:
        a, v = answer - usd + 0.5826 * w / sqrt(12), w * sqrt(years)
        return NORMAL.cdf((g * years - a) / v) + exp(2 * g * a / w**2) * NORMAL.cdf((-a - g * years) / v)

    walking = replace(STILL, price_drift_per_year=g, walk_per_root_year=w)
    passage = race(walking, np.full(MONTHS, answer)).p_first_passage()[0]
    for years in (1, 3, 5):
        expected = over_prices(lambda usd, years=years: passed(usd, years))
        assert passage[12 * years - 1] == pytest.approx(expected, abs=0.015)
