"""Shares of costs at or below a threshold: counted by hand, and the same by each way of counting."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from assets.trends import shares
from assets.trends.shares import Float32s, ranked, share_at_or_below

# Quarters make ties between costs and points common, which is where an off-by-one would hide.
quarters = st.integers(-12, 12).map(lambda quarter: quarter / 4)
some_costs = st.tuples(st.integers(1, 4), st.integers(1, 40)).flatmap(
    lambda shape: arrays(np.float32, shape, elements=quarters)
)
some_thresholds = st.tuples(st.integers(1, 5), st.integers(1, 4)).flatmap(
    lambda shape: arrays(np.float32, shape, elements=quarters)
)


def test_pairs_counted_by_hand() -> None:
    costs = np.array([[0, 1, 2], [3, 3, 3]], np.float32)
    # The points 1 and 2 lie at or above 2 and 3 of the first costs: 5 of 6 pairs. No cost of the second row is reached.
    assert share_at_or_below(costs, np.array([[1, 2], [0, 0]], np.float32)) == pytest.approx(
        np.array([[5 / 6, 0], [1 / 3, 0]])
    )


def brute_force(costs: Float32s, thresholds: Float32s) -> np.ndarray:
    return (costs[None, :, :, None] <= thresholds[:, None, None, :]).mean(axis=(2, 3))


@given(some_costs, some_thresholds, st.sampled_from(["directly", "sorted", "in cells"]), st.sampled_from([2, 16, 8192]))
def test_every_way_of_counting_compares_every_cost_with_every_point(
    costs: Float32s, thresholds: Float32s, way: str, cells: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shares, "FEW_POINTS", 255 if way == "directly" else 0)
        patch.setattr(shares, "MANY_PATHS", 1 if way == "in cells" else 10**9)
        patch.setattr(shares, "CELLS", cells)
        shares_of_costs = share_at_or_below(costs, thresholds)
    np.testing.assert_allclose(shares_of_costs, brute_force(costs, thresholds), rtol=1e-12)


@pytest.mark.parametrize("paths", [1000, 20_000])
def test_many_costs_and_points_of_a_walk_are_counted_exactly(paths: int) -> None:
    rng = np.random.default_rng(7)
    costs = rng.normal(-2.0, 0.8, (3, paths)).astype(np.float32)
    points = np.concatenate([rng.normal(-2.5, 0.5, (20, 16)), np.full((1, 16), -2.0)]).astype(np.float32)
    points[0] = costs[0, :16]  # ties
    np.testing.assert_array_equal(share_at_or_below(costs, points), brute_force(costs, points))


def test_costs_far_from_all_points_and_points_close_together_are_counted() -> None:
    costs = np.tile(np.array([[-300.0, 0.0, 300.0]], np.float32), (1, 2000))
    points = (np.arange(40, dtype=np.float32) * 1e-6)[:, None]
    assert share_at_or_below(costs, points) == pytest.approx(np.full((40, 1), 2 / 3))


@given(some_costs, st.sampled_from([1, 10**9]), st.sampled_from([2, 16, 8192]))
def test_ranked_costs_are_those_of_a_sort(costs: Float32s, many: int, cells: int) -> None:
    ranks = np.array([0, costs.shape[1] // 3, costs.shape[1] - 1, 0])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shares, "MANY_PATHS", many)
        patch.setattr(shares, "CELLS", cells)
        costs_at_ranks = ranked(costs, ranks)
    np.testing.assert_array_equal(costs_at_ranks, np.sort(costs, axis=1)[:, ranks])


def test_ranked_costs_of_a_walk_with_far_tails_are_those_of_a_sort() -> None:
    costs = np.random.default_rng(3).standard_t(2, (3, 20_000)).astype(np.float32)
    ranks = np.array([0, 499, 500, 9_999, 10_000, 19_998, 19_999])
    np.testing.assert_array_equal(ranked(costs, ranks), np.sort(costs, axis=1)[:, ranks])
