"""Weights and spreads from a record, worked out by hand, and a pool that uses them."""

from datetime import date
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.trends.methods import pool
from assets.trends.methods.no_change import fit as no_change
from assets.trends.methods.registry import METHODS
from assets.trends.paths import month_end, seed_for
from assets.trends.record import LEVEL_Z, LEVELS, Tally, record_at, relative_scores
from assets.trends.series import Floats
from tests.trends.planted import monthly_series

ORIGIN = date(2024, 12, 31)
CALIBRATED = [(1.0,) * 3]


def tally(method: str, crps: float, months_ago: int = 0, horizon: int = 3) -> Tally:
    """Ten forecasts against a no-change CRPS of 1, whose target lies that many months back."""
    target = month_end(ORIGIN, -months_ago)
    return Tally(method, month_end(target, -horizon), horizon, target, 10, 10 * crps, 10.0, 5, 8, 10)


def pooled(*held: int, n: int = 10, months_ago: int = 0, horizon: int = 1) -> Tally:
    """Forecasts of the linear pool of which so many came within each of LEVELS."""
    return tally("linear-pool", 1.0, months_ago, horizon)._replace(n=n, in_50=held[0], in_80=held[1], in_95=held[2])


def test_without_a_record_each_kind_of_method_has_one_vote() -> None:
    record = record_at(ORIGIN, ())
    assert sum(record.weights.values()) == pytest.approx(1.0)
    votes: dict[str, float] = {}
    for name, weight in record.weights.items():
        votes[METHODS[name].relatives] = votes.get(METHODS[name].relatives, 0.0) + weight
    assert list(votes.values()) == pytest.approx([1 / 5] * 5)
    assert np.array(record.spreads) == pytest.approx(np.full((24, 3), 0.8))


def test_weights_by_hand() -> None:
    # The best gains 0.4, so those that gain 0.2 or more are kept. A vote (1 per group, shared in the group) times CRPS
    # to the power of -10; each kept method has 5% and a share of the other 90%.
    scores = {"no-change": 1.0, "jumps": 0.6, "hedonic": 0.8, "drift": 0.81}
    weights = record_at(ORIGIN, [tally(name, crps) for name, crps in scores.items()]).weights
    size = {name: sum(method.relatives == METHODS[name].relatives for method in METHODS.values()) for name in scores}
    jumps, hedonic = 0.6**-10 / size["jumps"], 0.8**-10 / size["hedonic"]
    shares = {"jumps": jumps / (jumps + hedonic), "hedonic": hedonic / (jumps + hedonic)}
    assert weights == pytest.approx({name: 0.05 + 0.9 * share for name, share in shares.items()})


def test_scores_are_relative_to_no_change_on_the_same_forecasts() -> None:
    scores = relative_scores(ORIGIN, [tally("no-change", 1.0), tally("jumps", 0.6), tally("drift", 0.5, months_ago=-1)])
    assert (scores["no-change"], scores["jumps"], scores["drift"]) == (pytest.approx(1), pytest.approx(0.6), None)


def test_no_change_is_left_where_nothing_beats_it() -> None:
    assert record_at(ORIGIN, [tally("no-change", 1.0), tally("jumps", 1.1)]).weights == pytest.approx(
        {"no-change": 1.0}
    )


def test_old_scores_count_half_after_a_year() -> None:
    # (0.5 x 0.2 + 0.8) / 1.5 = 0.6 for jumps, the same as damped-trend: equal votes, equal weights.
    tallies = [tally("jumps", 0.2, 12), tally("jumps", 0.8), tally("damped-trend", 0.6), tally("no-change", 1.0)]
    weights = record_at(ORIGIN, tallies).weights
    assert weights["jumps"] == pytest.approx(weights["damped-trend"])


def test_a_target_after_the_origin_is_not_known() -> None:
    later = [tally(name, crps, months_ago=-1) for name, crps in (("jumps", 0.1), ("no-change", 1), ("linear-pool", 1))]
    assert record_at(ORIGIN, later) == record_at(ORIGIN, ())


def test_spreads_by_hand() -> None:
    # Now 3 of 10 lay in the middle half and a year ago 9 of 10, which counts half: 7.5 of 15. Two origins at 3 months
    # count as 4/3 independent forecasts beside 6 of a spread of 0.8, whose middle half would hold
    # 2 Phi(0.6745 / 0.8) - 1 = 0.6008. Nothing is known of the other horizons.
    tallies = [pooled(3, 8, 9, horizon=3), pooled(9, 9, 10, horizon=3, months_ago=12)]
    covered = (4 / 3 * 7.5 / 15 + 6 * 0.6008) / (4 / 3 + 6)
    reached = NormalDist().inv_cdf(0.5 + covered / 2)
    spreads = np.array(record_at(ORIGIN, tallies).spreads)
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
    spreads = record_at(ORIGIN, [pooled(80, 82, 85, n=100)] * 500).spreads[0]
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
    spreads = np.array(record_at(ORIGIN, tallies).spreads[0])
    held = [2 * NormalDist(0, truth).cdf(reach) - 1 for reach in LEVEL_Z * spreads]
    assert held == pytest.approx(LEVELS, abs=0.04)


@given(st.lists(st.lists(st.integers(0, 10), min_size=3, max_size=3), max_size=8), st.sampled_from([1, 6, 24]))
def test_a_wider_interval_never_ends_within_a_narrower(counts: list[list[int]], horizon: int) -> None:
    spreads = record_at(ORIGIN, [pooled(*sorted(held), horizon=horizon) for held in counts]).spreads
    reach = LEVEL_Z * np.array(spreads)
    assert (np.diff(reach, prepend=0) > 0).all()


@pytest.fixture
def walk() -> Floats:
    return np.cumsum(np.tile([0.1, -0.3], 10))


def test_a_pool_draws_each_member_by_its_weight(walk: Floats) -> None:
    low, high = monthly_series(walk), monthly_series(walk + 10)
    fits = {"low": no_change(low.series), "high": no_change(high.series)}
    linear, _ = pool.fit(low, fits, {"low": 0.25, "high": 0.75, "absent": 0.5}, CALIBRATED)
    draws = linear.draw(seed_for("pool"), 12, 1000)
    assert np.count_nonzero(draws[:, 11] > 4) == 750
    with pytest.raises(ValueError, match="a pool needs at least 1 member with a weight, got 0"):
        pool.fit(low, fits, {"absent": 1.0}, CALIBRATED)


def test_a_pool_of_one_forecast_given_twice_is_that_forecast(walk: Floats) -> None:
    frontier = monthly_series(walk)
    alone = no_change(frontier.series)
    _, recalibrated = pool.fit(frontier, {"a": alone, "b": alone}, {"a": 0.3, "b": 0.7}, CALIBRATED)
    ranks = np.linspace(0.05, 0.95, 19)
    expected = np.quantile(alone.draw(seed_for("alone"), 12, 40_000)[:, 11], ranks)
    assert np.quantile(recalibrated.draw(seed_for("twice"), 12, 40_000)[:, 11], ranks) == pytest.approx(
        expected, abs=0.03
    )


def test_recalibration_corrects_intervals_that_are_too_narrow_or_too_wide(walk: Floats) -> None:
    frontier = monthly_series(walk)
    fits = {"no-change": no_change(frontier.series)}
    # A spread for the middle half, the middle 80% and the middle 95%.
    plain, recalibrated = pool.fit(frontier, fits, {"no-change": 1.0}, [(0.5, 1.0, 1.25)])
    before = plain.draw(seed_for("spread"), 12, 20_000)[:, 11]
    after = recalibrated.draw(seed_for("spread"), 12, 20_000)[:, 11]
    # The intervals after are those before at ranks Phi(0.6745 x 0.5), Phi(1.2816) and Phi(1.96 x 1.25).
    ranks = np.array([0.6320, 0.9, 0.99286])
    assert np.quantile(after, [0.75, 0.9, 0.975]) == pytest.approx(np.quantile(before, ranks), abs=0.03)
    assert np.quantile(after, [0.25, 0.1, 0.025]) == pytest.approx(np.quantile(before, 1 - ranks), abs=0.03)
    assert (np.diff(after[np.argsort(before)]) >= -1e-12).all()


def test_the_last_spread_holds_in_the_tails_too(walk: Floats) -> None:
    frontier = monthly_series(walk)
    plain, recalibrated = pool.fit(
        frontier, {"no-change": no_change(frontier.series)}, {"no-change": 1.0}, [(0.5,) * 3]
    )
    before = plain.draw(seed_for("tails"), 12, 20_000)[:, 11]
    after = recalibrated.draw(seed_for("tails"), 12, 20_000)[:, 11]
    # Phi^-1(0.995) = 2.5758, and Phi(1.2879) = 0.9011.
    assert np.quantile(after, 0.995) == pytest.approx(np.quantile(before, 0.9011), abs=0.03)


@given(st.lists(st.floats(-9, 3), min_size=2, max_size=60), st.floats(0.3, 3.0))
def test_recalibration_keeps_the_order_of_paths(values: list[float], spread: float) -> None:
    before = np.array(values)
    after = before.copy()
    pool._move(after, np.full(3, spread), values[0])
    order = np.argsort(before, kind="stable")
    assert (np.diff(after[order]) >= -1e-9).all()
    assert np.ptp(after[before == before[0]]) == 0


@given(st.lists(st.floats(-9, 3), min_size=2, max_size=60))
def test_recalibration_leaves_what_is_calibrated(values: list[float]) -> None:
    after = np.array(values)
    pool._move(after, np.ones(3), values[0])
    assert after == pytest.approx(np.array(values), abs=1e-6)


def test_recalibration_leaves_a_constant_cost() -> None:
    values = np.concatenate([np.full(800, -1.0), np.linspace(-3, -1.1, 200)])
    moved = values.copy()
    pool._move(moved, np.full(3, 1.2), -1.0)
    assert moved[:800] == pytest.approx(-1.0, abs=1e-12)
    assert moved.min() < -3


def test_costs_that_differ_in_the_last_digit_move_as_one() -> None:
    # Half of the paths are at one cost, the middle one, and stay. Nine in ten of them took their steps in another
    # order: by themselves the rest, at ranks 0.7 to 0.75, would move to rank Phi(2 x 0.6) = 0.88, far up.
    values = np.concatenate([np.full(500, -0.7), np.linspace(-3, -0.8, 250), np.linspace(-0.6, 1, 250)])
    nearly = values.copy()
    nearly[:450] = np.nextafter(-0.7, -1)
    for moved in (values, nearly):
        pool._move(moved, np.full(3, 2.0), -0.7)
        assert moved[:500] == pytest.approx(np.full(500, -0.7), abs=1e-6)


def test_paths_beyond_the_outer_knots_keep_their_distance_stretched() -> None:
    values = np.arange(398.0) / 398
    values[[0, -1]] = -5.0, 9.0
    moved = values.copy()
    pool._move(moved, np.array([1.0, 1.0, 0.8]), 0.5)
    # The outer knots, at ranks 0.5 / 199 from either end, lie next to the last path but one.
    outer = np.quantile(values, [0.5 / 199, 1 - 0.5 / 199])
    assert (moved[[0, -1]] - moved[[1, -2]]) == pytest.approx(0.8 * (values[[0, -1]] - outer), abs=0.03)
    assert moved[100] == pytest.approx(values[100], abs=1e-3)
