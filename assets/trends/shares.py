"""The share of simulated costs at or below each of many thresholds, counted exactly and without sorting all of them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from assets.trends.series import Floats

Float32s = NDArray[np.float32]
Counts = NDArray[np.int64]

FEW_POINTS = 32
"""Up to this number of points, comparing every cost with each point is fastest (measured; at most 255)."""
MANY_PATHS = 4096
"""From this number of paths on, counting in cells takes less time than sorting (measured)."""
CELLS = 8192


def share_at_or_below(costs: Float32s, thresholds: Float32s) -> Floats:
    """Return the share of costs at or below each threshold.

    Args:
        costs: Costs (months, paths), in any order, all finite.
        thresholds: Equally likely points of each threshold, (thresholds, points).

    Returns:
        Shares (thresholds, months): means over all pairs of a path and a point.
    """
    count = _count_directly if thresholds.size <= FEW_POINTS else _count_at_points
    # Integer counts are summed, so that rounding cannot change the order of two shares.
    return count(costs, thresholds).T / (costs.shape[1] * thresholds.shape[1])


def ranked(costs: Float32s, ranks: NDArray[np.int64]) -> Float32s:
    """Return the costs at these ranks in each month, (months, ranks); the lowest has rank 0.

    Args:
        costs: Costs (months, paths), in any order, all finite.
        ranks: Ranks among the paths.
    """
    if costs.shape[1] < MANY_PATHS:
        return np.sort(costs, axis=1)[:, ranks]
    return np.array([_ranked_in_cells(row, ranks) for row in costs])


def _ranked_in_cells(costs: Float32s, ranks: NDArray[np.int64]) -> Float32s:
    """Return the costs (paths,) at these ranks from a histogram: only costs in the cell of a rank are sorted."""
    ends = costs.min(), costs.max()
    if ends[0] == ends[1]:
        return np.full(len(ranks), ends[0])
    cells = _cells(costs, *ends)
    histogram = np.bincount(cells, minlength=CELLS + 2)
    up_to = histogram.cumsum()
    edges, edge_of_rank = np.unique(up_to.searchsorted(ranks, side="right"), return_inverse=True)
    holds_rank = np.zeros(CELLS + 2, np.bool_)
    holds_rank[edges] = True
    left_out = up_to[edges] - histogram[edges].cumsum()
    return np.sort(costs[holds_rank[cells]])[ranks - left_out[edge_of_rank]]


def _cells(values: Float32s, lowest: np.float32, highest: np.float32) -> NDArray[np.intp]:
    """Return the cell of each value: 1 to CELLS between the ends, 0 below them, CELLS + 1 from the upper end on.

    A cell never falls as the value rises, whatever the rounding.
    """
    places = values - lowest
    places *= np.float32(CELLS) / (highest - lowest)
    places += 1
    return np.clip(places, 0, CELLS + 1, out=places).astype(np.intp)


def _count_directly(costs: Float32s, thresholds: Float32s) -> Counts:
    """Count the pairs of a cost and a point at or above it, (months, thresholds)."""
    counts = np.empty((len(costs), len(thresholds)), np.int64)
    reached, is_reached = np.empty(costs.shape, np.uint8), np.empty(costs.shape, np.bool_)
    for place, points in enumerate(thresholds):
        reached[:] = 0
        for point in points:
            reached += np.less_equal(costs, point, out=is_reached).view(np.uint8)
        counts[:, place] = reached.sum(axis=1, dtype=np.int64)
    return counts


def _count_at_points(costs: Float32s, thresholds: Float32s) -> Counts:
    """Count as `_count_directly` does, at each different point once."""
    points, places = np.unique(thresholds, return_inverse=True)
    in_cells = costs.shape[1] >= MANY_PATHS and len(points) > 1
    count: Callable[[Float32s, Float32s], Counts] = _count_in_cells if in_cells else _count_sorted
    return count(costs, points)[:, places.reshape(thresholds.shape)].sum(axis=2)


def _count_sorted(costs: Float32s, points: Float32s) -> Counts:
    """Count the costs at or below each of the rising points, (months, points)."""
    return np.array([row.searchsorted(points, side="right") for row in np.sort(costs, axis=1)])


def _count_in_cells(costs: Float32s, points: Float32s) -> Counts:
    """Count as `_count_sorted` does, from a histogram: only costs in the cell of a point are sorted.

    The costs in lower cells than a point lie below it, and those in higher cells lie above it.
    """
    ends = points[0], points[-1]
    edges, edge_of_point = np.unique(_cells(points, *ends), return_inverse=True)
    holds_point = np.zeros(CELLS + 2, np.bool_)
    holds_point[edges] = True
    counts = np.empty((len(costs), len(points)), np.int64)
    for row, count in zip(costs, counts, strict=True):
        cells = _cells(row, *ends)
        histogram = np.bincount(cells, minlength=CELLS + 2)
        near = np.sort(row[holds_point[cells]])
        inside = histogram[edges]
        # Costs in lower cells, less those of them that the search among the near costs counts too.
        lower = histogram.cumsum()[edges - 1] - (inside.cumsum() - inside)
        count[:] = lower[edge_of_point] + near.searchsorted(points, side="right")
    return counts
