"""The first pool, which is remade for comparison: its weights by hand, and the noise that its members had."""

import numpy as np
import pytest

from assets.trends.family import fit_methods
from assets.trends.methods.market_walk import MarketWalk
from assets.trends.methods.registry import METHODS
from assets.trends.series import monthly_log10
from tests.benchmarks.first_pool import VOTES, learnt_weights, with_own_noise
from tests.trends.planted import small_panel


def test_without_a_record_each_group_has_one_vote() -> None:
    assert learnt_weights(dict.fromkeys(METHODS)) == VOTES
    assert VOTES.keys() == METHODS.keys()
    assert sum(VOTES.values()) == pytest.approx(1)


def test_weights_by_hand() -> None:
    # The best gains 0.4, so those that gain 0.2 or more are kept. A vote (1/5 per group, shared in the group) times
    # CRPS to the power of -10; each kept method has 5% and a share of the other 90%.
    weights = learnt_weights({"no-change": 1.0, "jumps": 0.6, "hedonic": 0.8, "drift": 0.81, "regimes": None})
    jumps, hedonic = 0.6**-10 / 6, 0.8**-10 / 2
    shares = {"jumps": jumps / (jumps + hedonic), "hedonic": hedonic / (jumps + hedonic)}
    assert weights == pytest.approx({name: 0.05 + 0.9 * share for name, share in shares.items()})


def test_members_had_the_noise_of_their_series_alone() -> None:
    panel = small_panel().tokens
    frontier = next(series for series in panel.series if series.bar == "young")
    walk = with_own_noise(fit_methods(["hedonic"], frontier, panel)["hedonic"], frontier)
    assert isinstance(walk, MarketWalk)
    steps = np.diff(monthly_log10(frontier.series)[1])
    drift = min(walk.rate.slope, walk.rate.ceiling)
    assert (walk.variance, walk.df) == (pytest.approx(np.mean((steps - drift) ** 2)), 14)
    assert walk.moving == pytest.approx(1)
