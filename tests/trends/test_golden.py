"""Golden tests: published fits come out of our code, theory agrees with Monte Carlo, planted truth is found again."""

import csv
import math
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from assets.trends.methods import drift, no_change, record_ols, ten_x_per_year
from assets.trends.methods.interface import Fit
from assets.trends.methods.random_walk import RandomWalk
from assets.trends.methods.registry import SERIES_METHODS
from assets.trends.paths import add_months, seed_for, simulation
from assets.trends.series import CostSeries

STUDY = Path(__file__).parents[2] / "warehouse" / "facts" / "study_series.csv"


def study_series(benchmark: str) -> CostSeries:
    with STUDY.open(newline="", encoding="utf-8") as rows:
        mine = [row for row in csv.DictReader(rows) if row["benchmark"] == benchmark]
    dates = tuple(date.fromisoformat(row["date"]) for row in mine)
    return CostSeries(dates, np.array([float(row["usd_per_mtok"]) for row in mine]), dates[-1])


@pytest.mark.parametrize(
    ("benchmark", "n", "factor", "low", "high"),
    [
        # Cottier et al. (2025), Epoch AI, LLM inference prices: GPT-4-0314, 90% intervals, to the digits printed there.
        ("GPQA Diamond", 6, 42.02, 4.40, 401.4),
        ("MMLU", 5, 15.86, 4.09, 61.5),
        ("HumanEval", 7, 36.82, 14.34, 94.5),
        ("LMSys Chatbot Arena ELO", 6, 75.32, 7.56, 750.8),
    ],
)
def test_record_ols_reproduces_the_rates_epoch_published(
    benchmark: str, n: int, factor: float, low: float, high: float
) -> None:
    trend = record_ols.fit(study_series(benchmark)).trend(0.9)
    assert trend.n == n
    assert trend.low is not None
    assert trend.high is not None
    assert round(trend.factor_per_year, 2) == factor
    assert round(trend.low, 2) == low
    assert trend.high == pytest.approx(high, rel=1e-3)


def month_ends(count: int) -> tuple[date, ...]:
    return tuple(date.fromordinal(add_months(date(2000, 2, 1), month).toordinal() - 1) for month in range(count))


def test_drift_error_variance_agrees_with_monte_carlo() -> None:
    # Walks of 24 differences, drift -0.05 and noise 0.2, each fitted by our code and followed by 20 futures. Over many
    # walks the squared error is sigma^2 (tau + tau^2/m) on average, and over K^2 it has the t's variance besides.
    m, sigma, drawn = 24, 0.2, seed_for("monte carlo")
    ends = month_ends(m + 1)
    steps = -0.05 + sigma * drawn.standard_normal((60_000, m))
    walks = np.hstack([np.zeros((len(steps), 1)), np.cumsum(steps, axis=1)])
    fits = [drift.fit(CostSeries(ends, 10.0**walk, ends[-1])) for walk in walks]
    estimated, squares = np.array([(fit.drift, fit.variance) for fit in fits]).T
    for tau in (1, 12, 24):
        future = -0.05 * tau + sigma * math.sqrt(tau) * drawn.standard_normal((20, len(fits)))
        error = (future - tau * estimated) ** 2
        theory = tau + tau**2 / m
        assert np.mean(error) / (sigma**2 * theory) == pytest.approx(1, abs=0.01)
        assert np.mean(error / (squares * theory)) == pytest.approx((m - 1) / (m - 3), rel=0.01)


def test_drift_draws_carry_that_error_variance() -> None:
    m, sigma = 24, 0.2
    fit = RandomWalk(0.0, -0.05, True, sigma**2, m, date(2020, 1, 31), date(2022, 1, 31))
    draws = fit.draw(seed_for("variance of draws"), 24, 400_000)
    for tau in (1, 12, 24):
        expected = sigma**2 * (tau + tau**2 / m) * (m - 1) / (m - 3)
        assert np.mean((draws[:, tau - 1] + 0.05 * tau) ** 2) == pytest.approx(expected, rel=0.01)


def planted_walk(drawn: np.random.Generator) -> CostSeries:
    ends = month_ends(25)
    return CostSeries(ends, 10.0 ** np.cumsum([0, *(-1 / 12 + 0.1 * drawn.standard_normal(24))]), ends[-1])


def planted_line(drawn: np.random.Generator) -> CostSeries:
    # A record every half year, each the line's tenfold yearly fall give or take 0.05: none comes out above its elder.
    dates = tuple(date.fromordinal(date(2020, 1, 1).toordinal() + int(182.5 * i)) for i in range(8))
    years = np.array([(day - dates[0]).days / 365 for day in dates])
    return CostSeries(dates, 10.0 ** (-years + 0.05 * drawn.standard_normal(8)), dates[-1])


@pytest.mark.parametrize(
    ("fit", "plant"), [(drift.fit, planted_walk), (record_ols.fit, planted_line)], ids=["drift", "record-ols"]
)
def test_90_percent_intervals_cover_a_planted_rate(
    fit: Callable[[CostSeries], Fit], plant: Callable[[np.random.Generator], CostSeries]
) -> None:
    drawn = seed_for("coverage of a planted tenfold fall")
    trends = [fit(plant(drawn)).trend(0.9) for _ in range(1000)]
    covered = [trend.low <= 10 <= trend.high for trend in trends if trend.low is not None and trend.high is not None]
    assert len(covered) == 1000
    assert 0.87 <= np.mean(covered) <= 0.93
    assert np.median([trend.factor_per_year for trend in trends]) == pytest.approx(10, rel=0.1)


@pytest.mark.parametrize("method", [ten_x_per_year.fit, drift.fit, record_ols.fit])
def test_a_noiseless_tenfold_fall_hits_its_target_in_the_month_worked_out_by_hand(
    method: Callable[[CostSeries], Fit],
) -> None:
    # $1 at the end of 2024 after two years of a tenfold fall each; $0.02 is 1.699 decades away, so 20.4 months.
    ends = tuple(day for day in month_ends(12 * 26) if date(2022, 12, 31) <= day <= date(2024, 12, 31))
    by_month = 10.0 ** (2 - np.arange(25) / 12)
    by_day = 10.0 ** (np.array([(ends[-1] - day).days for day in ends]) / 365)
    series = CostSeries(ends, by_day if method is record_ols.fit else by_month, ends[-1])
    sim = simulation(method(series).draw(seed_for("line"), 36, 100))
    assert sim.crossing_dates(0.02, [0.1, 0.5, 0.9]) == (21, 21, 21)
    np.testing.assert_array_equal(sim.p_level([0.02])[0], [0.0] * 20 + [1.0] * 16)
    assert sim.crossing_dates(0.0009, [0.5]) == (None,)


def normal_cdf(x: float) -> float:
    return math.erfc(-x / math.sqrt(2)) / 2


@pytest.mark.parametrize(("step", "distance"), [(0.0, 0.3), (-0.01, 0.5), (0.003, 0.25)])
def test_first_passage_agrees_with_the_inverse_gaussian(step: float, distance: float) -> None:
    # Brownian motion with drift mu has been at -a by t with probability
    # Phi((-a - mu t) / s) + exp(-2 mu a / sigma^2) Phi((-a + mu t) / s), s = sigma sqrt(t); without drift that is the
    # reflection principle, 2 Phi(-a / s). Looking once a month misses what lies between, as if the target were
    # 0.5826 sigma farther (Broadie, Glasserman & Kou 1997, Mathematical Finance 7).
    sigma = 0.05
    walk = RandomWalk(0.0, step, False, sigma**2, 10**9, date(2020, 1, 31), date(2020, 1, 31))
    sim = simulation(walk.draw(seed_for("passage", str(step)), 60, 100_000))
    passage = sim.p_first_passage([10.0**-distance])[0]
    a = distance + 0.5826 * sigma
    for t in (12, 24, 36, 60):
        s = sigma * math.sqrt(t)
        exact = normal_cdf((-a - step * t) / s) + math.exp(-2 * step * a / sigma**2) * normal_cdf((-a + step * t) / s)
        assert passage[t - 1] == pytest.approx(exact, abs=0.006)


def test_first_passage_of_todays_cost_is_exact_for_a_walk_without_drift() -> None:
    # Sparre Andersen: a walk of symmetric continuous steps stays above its start for n steps with probability
    # C(2n, n) / 4^n, whatever the steps: 1/2, 3/8, 5/16, ... The unknown sigma of each path drops out.
    sim = simulation(no_change.fit(study_series("MMLU")).draw(seed_for("sparre andersen"), 60, 100_000))
    expected = [1 - math.comb(2 * n, n) / 4**n for n in range(1, 61)]
    np.testing.assert_allclose(sim.p_first_passage([0.175])[0], expected, atol=0.006)


@pytest.mark.parametrize(
    ("method", "decades"),
    [("no-change", 0.0), ("ten-x-per-year", 1.0), ("drift", 12 / 21 * math.log10(37.5 / 0.1225))],
)
def test_median_a_year_on_from_a_study_series(method: str, decades: float) -> None:
    # GPQA Diamond cost $37.5 in March 2023 and $0.1225 in December 2024, 21 months later.
    draws = SERIES_METHODS[method].fit_series(study_series("GPQA Diamond")).draw(seed_for("gpqa", method), 12, 50_000)
    median = simulation(draws).quantiles(0.5)[0, 11]
    assert math.log10(0.1225 / median) == pytest.approx(decades, abs=0.03)


def test_90_percent_intervals_cover_a_planted_hitting_time() -> None:
    # Each walk goes on until it is 1.5 decades lower; its forecast, made from the first 25 months, does not know when.
    drawn, covered = seed_for("a planted hitting time"), 0
    for run in range(1000):
        series = planted_walk(drawn)
        future = np.cumsum(-1 / 12 + 0.1 * drawn.standard_normal(1000))
        hit = int(np.argmax(future <= -1.5)) + 1
        paths = drift.fit(series).draw(seed_for("hitting", str(run)), 100, 200)
        low, high = simulation(paths).crossing_dates(series.usd[-1] * 10**-1.5, (0.05, 0.95))
        covered += low is not None and low <= hit <= (high or 1000)
    assert 0.87 <= covered / 1000 <= 0.93
