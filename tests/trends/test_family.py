"""The methods that read more than one series' drift: values by hand, planted truth, and the same numbers every time."""

import math
from datetime import date

import numpy as np
import pytest

from assets.trends.family import fit_family
from assets.trends.methods import damped_trend, drift_ma, frontier_quantile, hedonic, jumps, lifecycle, regimes
from assets.trends.methods.panel import Panel, known_at
from assets.trends.methods.parts import fit_method
from assets.trends.methods.registry import METHODS
from assets.trends.paths import month_end, seed_for
from assets.trends.record import LINEAR_POOL, POOL, record_at
from assets.trends.series import CostSeries, FrontierSeries
from tests.trends.machine import drawn_numbers, largest_differences, numbers_under, settings
from tests.trends.planted import PLANTED, START, coverage, market, monthly_series, small_panel


@pytest.mark.parametrize("name", PLANTED)
def test_ninety_percent_intervals_hold_planted_truth(name: str) -> None:
    # 60 runs: 90% has a standard error of 4 points. The full count of 1,000 is in tests/benchmarks/bench_coverage.py.
    runs = 15 if name == "frontier-quantile" else 60
    assert coverage(name, runs, paths=400) >= 0.9 - 3 * math.sqrt(0.09 / runs)


def test_theta_of_a_panel_is_found() -> None:
    rng = np.random.default_rng(1)
    shocks = rng.normal(0, 0.1, (8, 80))
    levels = np.cumsum(shocks[:, 1:] - 0.5 * shocks[:, :-1], axis=1)
    panel = Panel(tuple(monthly_series(row, str(bar)) for bar, row in enumerate(levels)))
    assert drift_ma.pooled_theta(panel) == pytest.approx(-0.5, abs=0.1)


def test_theta_of_constant_series_is_none_at_all() -> None:
    assert drift_ma.pooled_theta(Panel((monthly_series(np.zeros(12)),))) == 0.0


@pytest.mark.parametrize("theta", [-0.5, 0.0, 0.6])
@pytest.mark.parametrize("tau", [1, 6, 24])
def test_drift_ma_has_the_variance_of_farmer_and_lafond(theta: float, tau: int) -> None:
    frontier = monthly_series(np.cumsum([-0.1 + 0.3 * (-1) ** i for i in range(31)]))
    fit = drift_ma.fit(frontier, Panel((frontier,)))
    walk, n = fit.walk, 30
    draws = drift_ma.MovingAverageWalk(walk, theta).draw(seed_for("a*", str(theta), str(tau)), tau, 200_000)[:, -1]
    a_star = -2 * theta + (1 + 2 * (n - 1) * theta / n + theta**2) * (tau + tau**2 / n)
    expected = walk.variance / (1 + theta**2) * a_star * walk.df / (walk.df - 2)  # Student-t with 29 degrees
    assert np.var(draws) == pytest.approx(expected, rel=0.015)


def test_a_walk_with_a_break_forgets_and_one_without_does_not() -> None:
    rng = np.random.default_rng(3)
    noise = rng.normal(0, 0.03, (6, 48))
    broken = np.cumsum(noise + np.where(np.arange(48) < 24, -0.3, 0.0), axis=1)
    steady = np.cumsum(noise - 0.1, axis=1)
    chosen = [
        regimes.half_life_of(Panel(tuple(monthly_series(row, str(bar)) for bar, row in enumerate(levels))))
        for levels in (broken, steady)
    ]
    assert chosen[0] <= 6
    assert chosen[1] >= 24
    fit = regimes.fit(
        monthly_series(broken[0]), Panel(tuple(monthly_series(row, str(i)) for i, row in enumerate(broken)))
    )
    assert abs(fit.drift) < 0.05


def test_jumps_wait_for_the_next_fall_by_the_time_since_the_last() -> None:
    # Ten falls exactly two months apart: regular, so the shape is above 1 and the next fall is likelier the longer
    # the wait has been.
    days = tuple(date.fromordinal(START.toordinal() + 61 * i) for i in range(11))
    usd = 10.0 ** np.linspace(0, -2, 11)
    chances = []
    for waited in (5, 55):
        series = CostSeries(days, usd, date.fromordinal(days[-1].toordinal() + waited))
        fit = jumps.fit(series)
        assert fit.falls.shapes[int(np.argmax(fit.falls.weights))] > 1
        chances.append(np.mean(fit.draw(seed_for("next"), 1, 20_000)[:, 0] < np.log10(usd[-1]) - 0.01))
    assert chances[1] > chances[0] + 0.15


def test_jumps_go_both_ways_and_are_constant_between() -> None:
    frontier = monthly_series(np.array([0, 0, -0.3, -0.3, -0.3, -0.1, -0.1, -0.4, -0.4, -0.4]))
    first = jumps.fit(frontier.series).draw(seed_for("both"), 1, 20_000)[:, 0]
    assert np.mean(np.abs(first + 0.4) < 1e-9) > 0.4
    assert 0.1 < np.mean(first < -0.4 - 1e-9) < 0.5
    assert 0.02 < np.mean(first > -0.4 + 1e-9) < 0.3


def test_a_wait_that_is_not_over_counts_as_exposure() -> None:
    # No rise in two years of 365 days: the prior's 1 event in 12 months, and 24 months more without one.
    days = (date(2022, 1, 1), date(2022, 7, 1))
    frontier = FrontierSeries("own", "chat", CostSeries(days, np.array([1.0, 0.5]), date(2024, 1, 1)))
    fit = jumps.fit(frontier.series)
    assert fit.rises.events == pytest.approx(1)
    assert fit.rises.exposure == pytest.approx([36.0])
    # One fall after 181 days, 549 days ago: its weight is 0.5^(18.05 / 9), doubled as fading weights are.
    weight, without_memory = 2 * 0.5 ** (549 / (365 / 12) / 9), int(np.flatnonzero(jumps.SHAPES == 1.0)[0])
    months = (181 * weight + 2 * 549) / (365 / 12)
    assert fit.falls.events == pytest.approx(1 + weight)
    assert fit.falls.exposure[without_memory] == pytest.approx(4 + months)


def test_a_block_of_another_workload_weighs_a_tenth() -> None:
    steady = monthly_series(np.linspace(0, -1, 13), "own")
    other = FrontierSeries("own", "code", steady.series)
    fit = lifecycle.fit(steady, Panel((steady, other)))
    same, different = fit.chances[0][:7], fit.chances[0][7:]
    assert different == pytest.approx(0.1 * same)
    # The rest is the prior's four blocks.
    assert 1 - fit.chances[0].sum() == pytest.approx(4 * same[0] / lifecycle_weight(12, 0), rel=1e-6)


def lifecycle_weight(age: int, other: int) -> float:
    """Kernel weight of a block that starts at another age."""
    return math.exp(-0.5 * (math.log((age + 6) / (other + 6)) / 0.2) ** 2)


def test_the_young_follow_their_elders() -> None:
    # Elders fell 0.2 a month in their first year and are constant since; the young one is six months old.
    elders = np.cumsum(np.where(np.arange(60) < 12, -0.2, 0.0))
    origin = month_end(START, 59)
    young = monthly_series(np.linspace(0, -1.2, 7), "young", origin)
    panel = Panel((young, *(monthly_series(elders, f"elder {i}", origin) for i in range(10))))
    old = panel.series[0]
    fit = lifecycle.fit(young, panel)
    assert np.median(fit.draw(seed_for("young"), 36, 4000)[:, 35]) == pytest.approx(-2.4, abs=0.5)
    assert np.median(lifecycle.fit(old, panel).draw(seed_for("old"), 12, 4000)[:, 11]) == pytest.approx(
        elders[-1], abs=0.01
    )


def test_market_rates_are_those_planted() -> None:
    frontier, panel, _ = market(np.random.default_rng(11))
    for method in (frontier_quantile, hedonic):
        rate = method.market_rate(panel, "chat")
        assert rate.slope == pytest.approx(-0.03, abs=0.012)
        assert 0 < rate.error < 0.02
        assert method.fit(frontier, panel).trend(0.9).factor_per_year == pytest.approx(10**0.36, rel=0.35)


def test_matched_models_that_never_change_price_bound_the_index_at_no_fall() -> None:
    _, panel, _ = market(np.random.default_rng(11))
    assert hedonic.market_rate(panel, "chat").ceiling == pytest.approx(0.0, abs=1e-12)


def test_damped_trend_weighs_like_statsmodels() -> None:
    from statsmodels.tsa.holtwinters import ExponentialSmoothing  # slow to import

    levels = np.cumsum(np.random.default_rng(2).normal(-0.05, 0.1, 30))
    frontier = monthly_series(levels)
    fit = damped_trend.fit(frontier.series)
    place = int(np.argmax(fit.weights))
    alpha, beta, phi = damped_trend.GRID[:, place]
    # The same constants and first state in statsmodels: its level before the first month is our first cost.
    model = ExponentialSmoothing(
        levels[1:],
        trend="add",
        damped_trend=True,
        initialization_method="known",
        initial_level=levels[0],
        initial_trend=fit.first[place],
    )
    theirs = model.fit(smoothing_level=alpha, smoothing_trend=beta / alpha, damping_trend=phi, optimized=False)
    assert theirs.sse == pytest.approx(fit.variance[place] * (fit.n - 1))
    level, slope = fit.state[:, place] + fit.first[place] * fit.response[:, place]
    assert theirs.forecast(2)[1] == pytest.approx(level + slope * (phi + phi**2))


def test_a_grounded_answer_never_costs_less_than_its_search() -> None:
    days = tuple(month_end(START, month) for month in range(12))
    search = CostSeries(days, np.full(12, 0.005), days[-1])
    whole = CostSeries(days, 0.005 + 10.0 ** np.linspace(-1, -3.2, 12), days[-1])
    frontier = FrontierSeries("own", "grounded", whole, search)
    draws = fit_method(METHODS["drift-ma"], frontier, Panel((frontier,))).draw(seed_for("floor"), 60, 500)
    assert draws.min() >= math.log10(0.005)
    # The tokens fall 0.2 a month from 0.1 x 10^-2.2; a year on they are 10^-5.6, next to nothing beside the search.
    assert draws[:, 11] == pytest.approx(math.log10(0.005 + 10**-5.6), abs=1e-3)


def test_what_is_cut_at_an_origin_knows_nothing_of_later() -> None:
    panel = small_panel()
    origin = month_end(panel.origin, -6)
    cut = known_at(panel, origin)
    assert cut.origin == origin
    assert max(frontier.series.dates[-1] for frontier in cut.series) <= origin
    assert max(offer.valid_from for offer in cut.offers) <= origin
    assert all(offer.valid_to is None or offer.valid_to <= origin for offer in cut.offers)
    assert cut.drivers is not None
    evidence = cut.drivers.evidence
    priced = [*evidence.rentals, *evidence.same_weights, *cut.drivers.models["own"]]
    assert max(row.day for row in priced) <= origin
    assert max(speed.released_on for speed in evidence.speeds) <= origin
    assert max(gain.known_on for gain in evidence.gains) <= origin


@pytest.mark.parametrize("name", [*METHODS, LINEAR_POOL, POOL])
def test_every_method_fits_the_interface(name: str) -> None:
    panel = small_panel()
    fit = fit_family(panel.series[0], panel, record_at(panel.origin, ()))[name]
    trend = fit.trend(0.8)
    assert trend.factor_per_year > 0
    if trend.low is not None and trend.high is not None:
        assert trend.low <= trend.factor_per_year <= trend.high
    draws = fit.draw(seed_for(name), 30, 7)
    assert (draws.shape, draws.dtype) == ((7, 30), np.float64)
    assert np.isfinite(draws).all()


def test_the_order_of_a_panel_changes_no_number() -> None:
    panel = small_panel()
    turned = Panel(panel.series[::-1], panel.offers[::-1], panel.drivers)
    assert max(largest_differences(drawn_numbers(panel), drawn_numbers(turned)).values()) < 1e-12


def test_the_same_numbers_on_another_processor_with_one_thread_or_two() -> None:
    numbers, others = (
        numbers_under(settings()[name]) for name in ("no vector instructions", "BLAS for Skylake, two threads")
    )
    assert len(numbers) > 50
    differences = largest_differences(numbers, others)
    assert {name: difference for name, difference in differences.items() if difference > 1e-6} == {}


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        ("jumps", "jumps needs at least 1 change of cost, got 0"),
        ("damped-trend", "damped-trend needs 5 calendar months and a change of cost, got 12"),
        ("frontier-quantile", "a market rate needs at least 20 offers, got 0"),
        ("hedonic", "a market rate needs at least 20 offers, got 0"),
        ("drivers", "drivers needs GPU-hour prices, speeds and open models, got none"),
    ],
)
def test_missing_data_is_named(name: str, complaint: str) -> None:
    still = monthly_series(np.zeros(12))
    with pytest.raises(ValueError, match=complaint):
        fit_method(METHODS[name], still, Panel((still,)))


def test_a_cost_that_never_moved_is_forecast_by_the_rest() -> None:
    still = monthly_series(np.zeros(12))
    panel = Panel((still,))
    fits = fit_family(still, panel, record_at(panel.origin, ()))
    assert "jumps" not in fits
    draws = fits[POOL].draw(seed_for("still"), 12, 1000)[:, 11]
    assert np.quantile(draws, 0.01) < np.median(draws) <= 0
    assert fit_family(monthly_series(np.zeros(4)), panel, record_at(panel.origin, ())) == {}
