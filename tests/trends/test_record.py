"""Spreads and relative scores from a record, worked out by hand, and a pool that uses them."""

from datetime import date
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.trends.methods import pool
from assets.trends.methods.no_change import fit as no_change
from assets.trends.paths import month_end, seed_for
from assets.trends.record import LEVEL_Z, LEVELS, Spreads, Tally, record_at, relative_crps, spreads_of
from assets.trends.series import Floats
from tests.trends.planted import monthly_series

ORIGIN = date(2024, 12, 31)
CALIBRATED = [(1.0,) * 3]


def tally(method: str, crps: float, months_ago: int = 0, horizon: int = 3) -> Tally:
    """Ten forecasts against a no-change CRPS of 1, whose target lies that many months back."""
    target = month_end(ORIGIN, -months_ago)
    return Tally(method, month_end(target, -horizon), horizon, target, 10, 10 * crps, 10.0, 6.0, 5, 8, 10)


def pooled(*held: int, n: int = 10, months_ago: int = 0, horizon: int = 1) -> Tally:
    """Forecasts of the linear pool of which so many came within each of LEVELS."""
    return tally("linear-pool", 1.0, months_ago, horizon)._replace(n=n, in_50=held[0], in_80=held[1], in_95=held[2])


def spreads_at(*tallies: Tally) -> Spreads:
    return spreads_of(record_at(ORIGIN, tallies))


def test_scores_are_relative_to_no_change_on_the_same_forecasts() -> None:
    record = record_at(ORIGIN, [tally("no-change", 1.0), tally("jumps", 0.6), tally("drift", 0.5, months_ago=-1)])
    scores = [relative_crps(record, name) for name in ("no-change", "jumps", "drift")]
    assert scores == [pytest.approx(1), pytest.approx(0.6), None]


def test_old_scores_count_half_after_a_year() -> None:
    # (0.5 x 0.2 + 0.8) / 1.5 = 0.6.
    record = record_at(ORIGIN, [tally("jumps", 0.2, 12), tally("jumps", 0.8)])
    assert relative_crps(record, "jumps") == pytest.approx(0.6)


def test_a_horizon_counts_in_full_from_three_origins_on() -> None:
    # Three origins at three months and one at a year: (0.6 + 0.9 / 3) / (1 + 1 / 3) = 0.675.
    record = record_at(ORIGIN, [*[tally("jumps", 0.6)] * 3, tally("jumps", 0.9, horizon=12)])
    assert relative_crps(record, "jumps") == pytest.approx(0.675)


def test_a_fourth_origin_adds_no_weight_to_a_horizon() -> None:
    # As with three: (0.6 + 0.9 / 3) / (1 + 1 / 3).
    record = record_at(ORIGIN, [*[tally("jumps", 0.6)] * 4, tally("jumps", 0.9, horizon=12)])
    assert relative_crps(record, "jumps") == pytest.approx(0.675)


def test_a_target_after_the_origin_is_not_known() -> None:
    assert spreads_at(pooled(3, 4, 5, months_ago=-1)) == spreads_at()
    assert np.array(spreads_at()) == pytest.approx(np.full((24, 3), 0.8))


def test_spreads_by_hand() -> None:
    # Now 3 of 10 lay in the middle half and a year ago 9 of 10, which counts half: 7.5 of 15. Two origins at 3 months
    # count as 4/3 independent forecasts beside 6 of a spread of 0.8, whose middle half would hold
    # 2 Phi(0.6745 / 0.8) - 1 = 0.6008. Nothing is known of the other horizons.
    tallies = [pooled(3, 8, 9, horizon=3), pooled(9, 9, 10, horizon=3, months_ago=12)]
    covered = (4 / 3 * 7.5 / 15 + 6 * 0.6008) / (4 / 3 + 6)
    reached = NormalDist().inv_cdf(0.5 + covered / 2)
    spreads = np.array(spreads_at(*tallies))
    assert spreads.shape == (24, 3)
    assert covered == pytest.approx(0.5825, abs=1e-4)
    assert spreads[2, 0] == pytest.approx(0.6745 / reached, abs=1e-3)
    assert spreads[[0, 5, 11, 17, 23]] == pytest.approx(np.full((5, 3), 0.8))
    # Between two horizons it goes straight over the logarithm of the months.
    share = np.log(4 / 3) / np.log(6 / 3)
    assert spreads[3, 0] == pytest.approx((1 - share) * spreads[2, 0] + share * 0.8)


def test_one_spread_for_the_middle_and_another_for_the_tails() -> None:
    # Eighty per cent in the middle half, eighty-five in what should hold ninety-five: half the cost in a third of the
    # width, and 95% past the widest interval, stretched as that is.
    spreads = spreads_at(*[pooled(80, 82, 85, n=100)] * 500)[0]
    assert spreads[0] < 0.6
    assert spreads[2] > 1.3


@pytest.mark.parametrize("truth", [0.6, 1.0, 1.4])
def test_intervals_that_were_too_wide_or_too_narrow_hold_what_they_should(truth: float) -> None:
    # Forecasts of N(0, 1) from 60 months, what comes is N(0, truth^2).
    rng = np.random.default_rng(4)
    tallies = []
    for months_ago in range(60):
        z = np.abs(rng.normal(0, truth, 40))
        tallies.append(pooled(*(int((z < reach).sum()) for reach in LEVEL_Z), n=40, months_ago=months_ago))
    spreads = np.array(spreads_at(*tallies)[0])
    held = [2 * NormalDist(0, truth).cdf(reach) - 1 for reach in LEVEL_Z * spreads]
    assert held == pytest.approx(LEVELS, abs=0.04)


@given(st.lists(st.lists(st.integers(0, 10), min_size=3, max_size=3), max_size=8), st.sampled_from([1, 6, 24]))
def test_a_wider_interval_never_ends_within_a_narrower(counts: list[list[int]], horizon: int) -> None:
    spreads = spreads_at(*(pooled(*sorted(held), horizon=horizon) for held in counts))
    reach = LEVEL_Z * np.array(spreads)
    assert (np.diff(reach, prepend=0) > 0).all()


@pytest.fixture
def walk() -> Floats:
    return np.cumsum(np.tile([0.1, -0.3], 10))


@pytest.mark.parametrize(
    ("members", "share"),
    [
        (["hedonic", "drivers", "frontier-quantile", "jumps"], 1 / 3),
        (["hedonic", "drivers"], 1 / 2),
        (["hedonic"], 1),
        (["jumps", "drift", "no-change", "hedonic"], 1),
    ],
)
def test_members_have_equal_shares_and_a_missing_one_leaves_its_share_to_the_others(
    walk: Floats, members: list[str], share: float
) -> None:
    fits = {name: no_change(monthly_series(walk + 10 * place).series) for place, name in enumerate(members)}
    fits["hedonic"] = no_change(monthly_series(walk - 100).series)
    linear, _ = pool.fit(monthly_series(walk), fits, CALIBRATED)
    for paths in (999, 1000):
        draws = linear.draw(seed_for("pool"), 12, paths)
        # The last of the members, which are in alphabetical order, takes what rounding leaves.
        assert np.count_nonzero(draws[:, 11] < -50) == pytest.approx(share * paths, abs=0.6)


def test_the_trend_of_a_pool_states_its_months(walk: Floats) -> None:
    frontier = monthly_series(walk)
    linear, recalibrated = pool.fit(frontier, {"hedonic": no_change(frontier.series)}, CALIBRATED)
    days = frontier.series.dates
    for trend in (linear.trend(0.9), recalibrated.trend(0.9)):
        # Twenty months have nineteen steps.
        assert (trend.n, trend.window_from, trend.window_to) == (19, days[0], days[-1])


def test_all_methods_are_pooled_where_no_member_can_be_fitted(walk: Floats) -> None:
    low, high = monthly_series(walk), monthly_series(walk + 10)
    linear, _ = pool.fit(low, {"jumps": no_change(low.series), "drift": no_change(high.series)}, CALIBRATED)
    assert np.count_nonzero(linear.draw(seed_for("rest"), 12, 1000)[:, 11] > 4) == 500
    with pytest.raises(ValueError, match="a pool needs at least 1 member, got 0"):
        pool.fit(low, {}, CALIBRATED)


def test_a_pool_of_one_forecast_given_twice_is_that_forecast(walk: Floats) -> None:
    frontier = monthly_series(walk)
    alone = no_change(frontier.series)
    _, recalibrated = pool.fit(frontier, {"hedonic": alone, "drivers": alone}, CALIBRATED)
    ranks = np.linspace(0.05, 0.95, 19)
    expected = np.quantile(alone.draw(seed_for("alone"), 12, 40_000)[:, 11], ranks)
    assert np.quantile(recalibrated.draw(seed_for("twice"), 12, 40_000)[:, 11], ranks) == pytest.approx(
        expected, abs=0.03
    )


def test_recalibration_corrects_intervals_that_are_too_narrow_or_too_wide(walk: Floats) -> None:
    frontier = monthly_series(walk)
    fits = {"no-change": no_change(frontier.series)}
    # A spread for the middle half, the middle 80% and the middle 95%.
    plain, recalibrated = pool.fit(frontier, fits, [(0.5, 1.0, 1.25)])
    before = plain.draw(seed_for("spread"), 12, 20_000)[:, 11]
    after = recalibrated.draw(seed_for("spread"), 12, 20_000)[:, 11]
    # The intervals after are those before at ranks Phi(0.6745 x 0.5), Phi(1.2816) and Phi(1.96 x 1.25).
    ranks = np.array([0.6320, 0.9, 0.99286])
    assert np.quantile(after, [0.75, 0.9, 0.975]) == pytest.approx(np.quantile(before, ranks), abs=0.03)
    assert np.quantile(after, [0.25, 0.1, 0.025]) == pytest.approx(np.quantile(before, 1 - ranks), abs=0.03)
    assert (np.diff(after[np.argsort(before)]) >= -1e-12).all()


def test_the_last_spread_holds_in_the_tails_too(walk: Floats) -> None:
    frontier = monthly_series(walk)
    plain, recalibrated = pool.fit(frontier, {"no-change": no_change(frontier.series)}, [(0.5,) * 3])
    before = plain.draw(seed_for("tails"), 12, 20_000)[:, 11]
    after = recalibrated.draw(seed_for("tails"), 12, 20_000)[:, 11]
    # Phi^-1(0.995) = 2.5758, and Phi(1.2879) = 0.9011.
    assert np.quantile(after, 0.995) == pytest.approx(np.quantile(before, 0.9011), abs=0.03)


@given(st.lists(st.floats(-9, 3), min_size=2, max_size=60), st.floats(0.3, 3.0))
def test_recalibration_keeps_the_order_of_paths(values: list[float], spread: float) -> None:
    before = np.array(values)
    after = before.copy()
    pool.recalibrate(after, np.full(3, spread), values[0])
    order = np.argsort(before, kind="stable")
    assert (np.diff(after[order]) >= -1e-9).all()
    assert np.ptp(after[before == before[0]]) == 0


@given(st.lists(st.floats(-9, 3), min_size=2, max_size=60))
def test_recalibration_leaves_what_is_calibrated(values: list[float]) -> None:
    after = np.array(values)
    pool.recalibrate(after, np.ones(3), values[0])
    assert after == pytest.approx(np.array(values), abs=1e-6)


def test_recalibration_leaves_a_constant_cost() -> None:
    values = np.concatenate([np.full(800, -1.0), np.linspace(-3, -1.1, 200)])
    moved = values.copy()
    pool.recalibrate(moved, np.full(3, 1.2), -1.0)
    assert moved[:800] == pytest.approx(-1.0, abs=1e-12)
    assert moved.min() < -3


def test_costs_that_differ_in_the_last_digit_move_as_one() -> None:
    # Half of the paths are at one cost, the middle one, and stay. Nine in ten of them took their steps in another
    # order: by themselves the rest, at ranks 0.7 to 0.75, would move to rank Phi(2 x 0.6) = 0.88, far up.
    values = np.concatenate([np.full(500, -0.7), np.linspace(-3, -0.8, 250), np.linspace(-0.6, 1, 250)])
    nearly = values.copy()
    nearly[:450] = np.nextafter(-0.7, -1)
    for moved in (values, nearly):
        pool.recalibrate(moved, np.full(3, 2.0), -0.7)
        assert moved[:500] == pytest.approx(np.full(500, -0.7), abs=1e-6)


def test_paths_beyond_the_outer_knots_keep_their_distance_stretched() -> None:
    values = np.arange(398.0) / 398
    values[[0, -1]] = -5.0, 9.0
    moved = values.copy()
    pool.recalibrate(moved, np.array([1.0, 1.0, 0.8]), 0.5)
    # The outer knots, at ranks 0.5 / 199 from either end, lie next to the last path but one.
    outer = np.quantile(values, [0.5 / 199, 1 - 0.5 / 199])
    assert (moved[[0, -1]] - moved[[1, -2]]) == pytest.approx(0.8 * (values[[0, -1]] - outer), abs=0.03)
    assert moved[100] == pytest.approx(values[100], abs=1e-3)
