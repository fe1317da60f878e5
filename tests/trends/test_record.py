"""Weights and spreads from a record, worked out by hand, and a pool that uses them."""

from datetime import date

import numpy as np
import pytest

from assets.trends.methods import pool
from assets.trends.methods.no_change import fit as no_change
from assets.trends.paths import month_end, seed_for
from assets.trends.record import RELATIVES, Tally, standing_at
from assets.trends.series import Floats
from tests.trends.planted import monthly_series

ORIGIN = date(2024, 12, 31)


def tally(method: str, crps: float, months_ago: int = 0, horizon: int = 3, square: float = 1.0) -> Tally:
    """Ten forecasts against a no-change CRPS of 1, whose target lies that many months back."""
    target = month_end(ORIGIN, -months_ago)
    return Tally(method, month_end(target, -horizon), horizon, target, 10, 10 * crps, 10.0, 10 * square)


def test_without_a_record_each_kind_of_method_has_one_vote() -> None:
    standing = standing_at(ORIGIN, ())
    assert sum(standing.weights.values()) == pytest.approx(1.0)
    for group in RELATIVES:
        assert sum(standing.weights[name] for name in group) == pytest.approx(1 / len(RELATIVES))
    assert standing.spreads == pytest.approx((0.8,) * 24)


def test_weights_by_hand() -> None:
    # The best gains 0.4, so those that gain 0.2 or more are kept. Votes 1/24 (jumps) and 1/8 (hedonic), each times
    # CRPS to the power of -8; each kept method has 5% and a share of the other 90%.
    scores = {"no-change": 1.0, "jumps": 0.6, "hedonic": 0.8, "drift": 0.81}
    weights = standing_at(ORIGIN, [tally(name, crps) for name, crps in scores.items()]).weights
    jumps, hedonic = 0.6**-8 / 24, 0.8**-8 / 8
    assert set(weights) == {"jumps", "hedonic"}
    assert weights["jumps"] == pytest.approx(0.05 + 0.9 * jumps / (jumps + hedonic))
    assert weights["hedonic"] == pytest.approx(0.05 + 0.9 * hedonic / (jumps + hedonic))


def test_no_change_is_left_where_nothing_beats_it() -> None:
    assert standing_at(ORIGIN, [tally("no-change", 1.0), tally("jumps", 1.1)]).weights == {"no-change": 1.0}


def test_old_scores_count_half_after_a_year() -> None:
    # (0.5 x 0.2 + 0.8) / 1.5 = 0.6 for jumps, the same as damped-trend: equal votes, equal weights.
    tallies = [tally("jumps", 0.2, 12), tally("jumps", 0.8), tally("damped-trend", 0.6), tally("no-change", 1.0)]
    weights = standing_at(ORIGIN, tallies).weights
    assert weights["jumps"] == pytest.approx(weights["damped-trend"])


def test_a_target_after_the_origin_is_not_known() -> None:
    later = [tally("jumps", 0.1, months_ago=-1), tally("no-change", 1.0, months_ago=-1)]
    assert standing_at(ORIGIN, later) == standing_at(ORIGIN, ())


def test_spreads_by_hand() -> None:
    # Three origins at 3 months count as 2, the prior as 6 of 0.8^2: sqrt((2 x 4 + 6 x 0.64) / 8); at 12 months one
    # counts as 1/6. Nothing is known of 1, 6, 18 and 24.
    tallies = [tally("linear-pool", 1.0, horizon=3, square=4.0)] * 3 + [
        tally("linear-pool", 1.0, horizon=12, square=1.0)
    ]
    spreads = standing_at(ORIGIN, tallies).spreads
    assert len(spreads) == 24
    assert spreads[2] == pytest.approx((11.84 / 8) ** 0.5)
    assert spreads[11] == pytest.approx(((1 / 6 + 3.84) / (1 / 6 + 6)) ** 0.5)
    assert [spreads[month - 1] for month in (1, 6, 18, 24)] == pytest.approx([0.8] * 4)
    # Between two horizons it goes straight over the logarithm of the months.
    assert 0.8 < spreads[3] < spreads[2]


@pytest.fixture
def walk() -> Floats:
    return np.cumsum(np.tile([0.1, -0.3], 10))


def test_a_pool_draws_each_member_by_its_weight(walk: Floats) -> None:
    low, high = monthly_series(walk), monthly_series(walk + 10)
    fits = {"low": no_change(low.series), "high": no_change(high.series)}
    pooled, _ = pool.fit(low, fits, {"low": 0.25, "high": 0.75, "absent": 0.5}, (1.0,))
    draws = pooled.draw(seed_for("pool"), 12, 1000)
    assert np.count_nonzero(draws[:, 11] > 4) == 750
    with pytest.raises(ValueError, match="a pool needs at least 1 member with a weight, got 0"):
        pool.fit(low, fits, {"absent": 1.0}, (1.0,))


def test_recalibration_mends_intervals_that_are_too_narrow_or_too_wide(walk: Floats) -> None:
    one = monthly_series(walk)
    fits = {"no-change": no_change(one.series)}
    for spread in (0.5, 1.0, 2.0):
        plain, mended = pool.fit(one, fits, {"no-change": 1.0}, (spread,))
        before = plain.draw(seed_for("spread"), 12, 20_000)[:, 11]
        after = mended.draw(seed_for("spread"), 12, 20_000)[:, 11]
        # The 80% interval after is the interval before at ranks Phi(+-1.2816 spread); paths keep their order.
        ranks = {0.5: (0.2608, 0.7392), 1.0: (0.1, 0.9), 2.0: (0.00518, 0.99482)}[spread]
        assert np.quantile(after, [0.1, 0.9]) == pytest.approx(np.quantile(before, ranks), rel=0.03)
        assert (np.diff(after[np.argsort(before)]) >= 0).all()


def test_recalibration_leaves_a_cost_that_stands_still() -> None:
    values = np.concatenate([np.full(800, -1.0), np.linspace(-3, -1.1, 200)])
    moved = values.copy()
    pool._respread(moved, 1.5)
    assert (moved[:800] == -1.0).all()
    assert moved.min() < -3
