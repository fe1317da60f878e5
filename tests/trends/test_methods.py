"""The methods: rates worked out by hand, draws against their own theory, and what too little data gives."""

import math
from datetime import date

import numpy as np
import pytest

from assets.trends.methods import drift, no_change, record_ols, ten_x_per_year
from assets.trends.methods.interface import Fit
from assets.trends.methods.registry import SERIES_METHODS
from assets.trends.paths import seed_for
from assets.trends.series import CostSeries

MONTH_ENDS = tuple(date(2024, month, day) for month, day in ((1, 31), (2, 29), (3, 31), (4, 30), (5, 31), (6, 30)))
T2_90, T3_90 = 2.919986, 2.353363  # two-sided 90% points of Student's t with 2 and 3 degrees of freedom, from tables


def monthly(*log10_usd: float) -> CostSeries:
    """One cost per month end of 2024, given as its log10."""
    dates = MONTH_ENDS[: len(log10_usd)]
    return CostSeries(dates, 10.0 ** np.array(log10_usd), dates[-1])


def yearly(*log10_usd: float) -> CostSeries:
    """One cost every 365 days from 2021-01-01, given as its log10."""
    dates = tuple(date.fromordinal(date(2021, 1, 1).toordinal() + 365 * i) for i in range(len(log10_usd)))
    return CostSeries(dates, 10.0 ** np.array(log10_usd), dates[-1])


def test_drift_by_hand() -> None:
    # Differences -1, 0, -1: mean -2/3, squared deviations 1/9 + 4/9 + 1/9 over 2 = 1/3, standard error of the mean 1/3.
    fit = drift.fit(monthly(0, -1, -1, -2))
    assert (fit.n, fit.df, fit.last) == (3, 2, pytest.approx(-2))
    assert fit.drift == pytest.approx(-2 / 3)
    assert fit.variance == pytest.approx(1 / 3)
    trend = fit.trend(0.9)
    assert trend.low is not None
    assert trend.high is not None
    assert trend.factor_per_year == pytest.approx(1e8)
    assert math.log10(trend.low) == pytest.approx(8 - 4 * T2_90, abs=1e-5)
    assert math.log10(trend.high) == pytest.approx(8 + 4 * T2_90, abs=1e-5)
    assert (trend.n, trend.window_from, trend.window_to) == (3, date(2024, 1, 31), date(2024, 4, 30))


def test_the_baselines_by_hand() -> None:
    series = monthly(0, -1, -1, -2)
    still, ten = no_change.fit(series), ten_x_per_year.fit(series)
    assert still.variance == pytest.approx(2 / 3)
    assert ten.variance == pytest.approx((121 + 1 + 121) / 144 / 3)
    assert still.df == ten.df == 3
    trend = still.trend(0.9)
    assert (trend.factor_per_year, trend.low, trend.high) == (pytest.approx(1), None, None)
    assert (trend.n, trend.window_from, trend.window_to) == (3, date(2024, 1, 31), date(2024, 4, 30))
    assert ten.trend(0.9).factor_per_year == pytest.approx(10.0, rel=1e-12)
    assert (ten.trend(0.9).low, ten.trend(0.9).high) == (None, None)


def test_record_ols_by_hand() -> None:
    # Records 0, -1, -3 one year apart: slope -3/2, fitted 1/6, -4/3, -17/6, squared residuals 1/36 + 4/36 + 1/36 = 1/6,
    # one degree of freedom, sum of squares of x 2, so the slope's standard error is sqrt(1/12). The rise is no record.
    trend = record_ols.fit(yearly(0, -1, -3, -2)).trend(0.5)  # t_1 at 75% is exactly 1
    assert trend.factor_per_year == pytest.approx(10**1.5)
    assert trend.low == pytest.approx(10 ** (1.5 - math.sqrt(1 / 12)))
    assert trend.high == pytest.approx(10 ** (1.5 + math.sqrt(1 / 12)))
    assert (trend.n, trend.window_from, trend.window_to) == (3, date(2021, 1, 1), date(2023, 1, 1))


def test_record_ols_through_two_records_has_a_rate_but_neither_interval_nor_noise() -> None:
    fit = record_ols.fit(yearly(0, -1))
    trend = fit.trend(0.9)
    assert trend.factor_per_year == pytest.approx(10.0)
    assert (trend.n, trend.low, trend.high) == (2, None, None)
    # 12 months after 2022-01-01 are 365 days: every path is at 10^-2 then, and 181 days of that year after 6 months.
    paths = fit.draw(seed_for("two"), 12, 5)
    np.testing.assert_allclose(paths[:, 11], -2.0, atol=1e-12)
    np.testing.assert_allclose(paths[:, 5], -1 - 181 / 365, atol=1e-12)


def test_record_ols_forecasts_start_at_as_of_not_at_the_last_record() -> None:
    known_longer = CostSeries(yearly(0, -1).dates, np.array([1.0, 0.1]), date(2023, 1, 1))
    paths = record_ols.fit(known_longer).draw(seed_for("origin"), 12, 2)
    np.testing.assert_allclose(paths[:, 11], -3.0, atol=1e-12)  # three years of 365 days after the first record


@pytest.mark.parametrize(
    ("method", "series", "complaint"),
    [
        ("no-change", monthly(0), "random walk needs at least 2 calendar months of cost, got 1"),
        ("ten-x-per-year", monthly(0), "random walk needs at least 2 calendar months of cost, got 1"),
        ("drift", monthly(0, -1), "drift needs at least 3 calendar months of cost, got 2"),
        ("record-ols", yearly(0, 0, 1), "record-ols needs at least 2 record lows, got 1"),
    ],
)
def test_with_too_few_points_the_error_names_the_number_needed(method: str, series: CostSeries, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        SERIES_METHODS[method].fit_series(series)


@pytest.mark.parametrize("method", SERIES_METHODS)
@pytest.mark.parametrize("interval", [0.0, 1.0, 90.0, -0.1, math.nan])
def test_interval_must_be_a_level(method: str, interval: float) -> None:
    with pytest.raises(ValueError, match="interval level must lie between 0 and 1"):
        SERIES_METHODS[method].fit_series(monthly(0, -1, -3)).trend(interval)


def test_a_slope_beyond_floats_is_infinite_not_an_error() -> None:
    dates = tuple(date(2024, 1, day) for day in (1, 2, 3))
    trend = record_ols.fit(CostSeries(dates, np.array([100.0, 10.0, 0.9]), dates[-1])).trend(0.9)
    assert trend.factor_per_year == math.inf


@pytest.mark.parametrize("method", ["no-change", "drift"])
def test_a_constant_cost_stays(method: str) -> None:
    fit = SERIES_METHODS[method].fit_series(monthly(0.3, 0.3, 0.3, 0.3))
    assert fit.trend(0.9).factor_per_year == pytest.approx(1)
    assert fit.draw(seed_for("constant"), 24, 50) == pytest.approx(np.full((50, 24), 0.3))


def test_a_constant_cost_is_noise_about_a_tenfold_fall() -> None:
    assert ten_x_per_year.fit(monthly(1, 1, 1)).variance == pytest.approx(1 / 144)


@pytest.mark.parametrize("method", SERIES_METHODS)
def test_fewer_months_are_the_first_months_of_the_same_walk(method: str) -> None:
    fit = SERIES_METHODS[method].fit_series(monthly(0, -0.2, -0.1, -0.4, -0.5))
    long, short = (fit.draw(seed_for(method), months, 7) for months in (30, 12))
    assert long.shape == (7, 30)
    np.testing.assert_array_equal(long[:, :12], short)


# Twelve differences of +-0.3 about -0.1: K^2 = 12 x 0.09 / 11, and t with 11 df has variance 11 / 9.
ALTERNATING = CostSeries(
    tuple(date(2023 + (month > 11), month % 12 + 1, 28) for month in range(13)),
    10.0 ** np.concatenate([[0], np.cumsum([-0.1 + 0.3 * (-1) ** i for i in range(12)])]),
    date(2024, 1, 28),
)


@pytest.mark.parametrize(("method", "step", "df"), [("drift", -0.1, 11), ("no-change", 0.0, 12)])
@pytest.mark.parametrize("tau", [1, 6, 36])
def test_walks_have_the_t_distribution_of_their_theory(method: str, step: float, df: int, tau: int) -> None:
    from scipy.stats import kstest  # slow to import, and only this test needs it

    fit = SERIES_METHODS[method].fit_series(ALTERNATING)
    square = 12 * 0.09 / 11 if method == "drift" else 0.09 + 0.01
    spread = math.sqrt(square * (tau + (tau**2 / 12 if method == "drift" else 0)))
    month = fit.draw(seed_for("theory", method, str(tau)), tau, 100_000)[:, -1]
    assert kstest((month - (-1.2 + step * tau)) / spread, "t", (df,)).pvalue > 0.01


def test_walk_months_build_on_each_other() -> None:
    # With known drift and K^2, months 6 and 24 share the first 6 steps: their correlation is sqrt(6 / 24) = 1/2.
    draws = no_change.fit(ALTERNATING).draw(seed_for("built"), 24, 100_000)
    assert np.corrcoef(draws[:, 5], draws[:, 23])[0, 1] == pytest.approx(0.5, abs=0.02)


def test_record_ols_draws_have_the_t_distribution_of_a_prediction() -> None:
    from scipy.stats import kstest  # as above

    # Records 0, -0.8, -2.4, -2.8, -4 at years 0 to 4: slope -1, line 0 at year 0, squared residuals 0.04 + 0.16 + 0.04
    # over 3 = 0.08. A new point one year on, at x = 5, has variance 0.08 (1 + 1/5 + (5 - 2)^2 / 10) = 0.168.
    fit = record_ols.fit(yearly(0, -0.8, -2.4, -2.8, -4))
    assert fit.trend(0.9).factor_per_year == pytest.approx(10.0)
    assert fit.trend(0.9).high == pytest.approx(10 ** (1 + T3_90 * math.sqrt(0.08 / 10)), rel=1e-5)
    draws = fit.draw(seed_for("prediction"), 12, 100_000)
    years_on = (date(2025, 12, 31) - date(2021, 1, 1)).days / 365
    spread = math.sqrt(0.08 * (1.2 + (years_on - 2) ** 2 / 10))
    assert kstest((draws[:, 11] + years_on) / spread, "t", (3,)).pvalue > 0.01


def test_record_ols_paths_are_straight_lines() -> None:
    # One residual per path: over months of equal length (April to May, June to July) a path falls by equal steps.
    fit = record_ols.fit(yearly(0, -0.8, -2.4, -2.8, -4))
    steps = np.diff(fit.draw(seed_for("straight"), 8, 100))
    np.testing.assert_allclose(steps[:, 3], steps[:, 5], atol=1e-12)


@pytest.mark.parametrize("method", SERIES_METHODS)
def test_every_method_fits_the_interface(method: str) -> None:
    fit: Fit = SERIES_METHODS[method].fit_series(monthly(0, -0.2, -0.1, -0.4, -0.5))
    trend = fit.trend(0.8)
    assert trend.factor_per_year >= 1
    if trend.low is not None:
        assert trend.high is not None
        assert trend.low < trend.factor_per_year < trend.high
    draws = fit.draw(seed_for("interface"), 60, 11)
    assert (draws.shape, draws.dtype) == ((11, 60), np.float64)
    assert np.isfinite(draws).all()
