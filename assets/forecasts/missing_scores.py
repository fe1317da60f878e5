"""Compute how much one missing score is expected to narrow the range of today's cost at a bar.

Today's cost is that of the cheapest qualifying model. Which models qualify is uncertain: the scored ones by the
intervals of bar and score (`bar_draws.py`), every unscored one on sale by its chance p, independently of the others:

    P(cost > x) = P(cost of the scored models > x) * product of (1 - p) over unscored models at x or below

The range is 2.563 standard deviations of log10 cost, the 80% range of a normal distribution, in dex: 1 dex is a factor
of ten. Quantiles of so few prices would jump from one to the next. A score tells whether its model qualifies. The
expected narrowing is the range now, less p times the range if it does and 1 - p times the range if it does not; it is
never negative, because the variance that is left after a score is smaller on average.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from assets.trends.bar_draws import Rival, level_offsets
from assets.trends.series import Floats
from warehouse import query

if TYPE_CHECKING:
    import duckdb

HERE = Path(__file__).parent
LIKE_TIMES = 4
"""A scored model is comparable where it costs at most so many times as much or as little (our judgement)."""
RANGE = 2 * NormalDist().inv_cdf(0.9)
"""The 80% range of a normal distribution in standard deviations."""


def write_narrowing(connection: duckdb.DuckDBPyConnection, rivals: Iterable[Rival]) -> None:
    """Write the range of today's cost and its expected narrowing into out_missing_score; NULL without a frontier."""
    offsets = level_offsets(rivals)
    rows = query.rows(connection, HERE / "list_missing_scores.sql")
    cells: dict[str, list[object]] = {name: [] for name in ("bar", "workload", "rank", "range", "narrowing")}
    for names, group in groupby(rows, key=lambda row: (row["bar"], row["workload"])):
        of_bar = list(group)
        scored = np.log10(of_bar[0]["frontier_usd"]) + offsets.get(names, np.zeros(1))
        unscored = np.log10([row["usd"] for row in of_bar])
        width, narrowing = expected_narrowing(scored, unscored, np.array([row["p_qualifies"] for row in of_bar]))
        for row, narrower in zip(of_bar, narrowing.tolist(), strict=True):
            values = (*names, row["rank"], width, narrower)
            for cell, value in zip(cells.values(), values, strict=True):
                cell.append(value)
    query.execute(connection, HERE / "store_narrowing.sql", cells)


def expected_narrowing(scored: Floats, unscored: Floats, chances: Floats) -> tuple[float, Floats]:
    """Return the range of today's cost in dex, and by how much each score is expected to narrow it.

    Args:
        scored: Equally likely log10 costs of the cheapest scored model that qualifies, (draws,).
        unscored: log10 costs of the unscored models, (models,).
        chances: Chance that each of them qualifies, below 1, (models,).

    Returns:
        The range, and the expected narrowing (models,), rounded to a millionth.
    """
    costs = np.unique(np.concatenate([scored, unscored]))
    above = 1 - np.searchsorted(np.sort(scored), costs, side="right") / len(scored)
    factors = np.where(unscored[:, None] <= costs, 1 - chances[:, None], 1.0)
    alike = above * factors.prod(axis=0)
    fails = alike / factors
    passes = np.where(unscored[:, None] <= costs, 0.0, alike)
    (now,) = _ranges(costs, alike[None, :])
    after = chances * _ranges(costs, passes) + (1 - chances) * _ranges(costs, fails)
    return round(float(now), 6), np.round(now - after, 6)


def _ranges(costs: Floats, above: Floats) -> Floats:
    """Return the range of each distribution, given as P(cost > x), (distributions, costs)."""
    chances = -np.diff(above, axis=1, prepend=1.0)
    mean = chances @ costs
    return RANGE * np.sqrt(np.sum(chances * (costs - mean[:, None]) ** 2, axis=1))
