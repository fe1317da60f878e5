"""How sure and how steady the cost of a search is: within a range today, and after it moving as its kind moves.

A list price steps, up as well as down: the few dated price changes of all search products are pooled and shrunk to no
change. An estimate of energy drifts with the price of electricity; see `estimated_cost.py`. Every other estimate of a
cost, and every revenue, is a figure that was published once for its own year. It stays: no author has repeated one, so
nothing shows how it would move, and only its range is uncertain. When an answer's cost reaches that of a search does
not belong here; see `race.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby, pairwise
from typing import Any

import numpy as np

from assets.time_units import DAYS_PER_YEAR
from assets.trends.estimated_cost import Estimate, Ratio, likely_today
from assets.trends.paths import seed_for
from assets.trends.series import Floats

MARKET = "market-price"
"""The one kind whose changes are seen: an estimate of a cost is made once, for its own year."""
PUBLISHED_FIGURE, SEARCH_OF_TODAY = "published-figure", "search-of-today"
"""Variants of an estimate of energy: the verdicts' own, and the other that its sensitivity shows."""
STANDS_STILL, LIST_PRICES = "stands still", "moves like list prices"
"""Other moves of the published figure that its sensitivity shows."""
PRIOR_CHANGES, PRIOR_YEARS = 0.5, 10.0
"""Before any price is watched: half a change in ten years."""
PRIOR_SIZES = np.array([0.1, 0.5])
"""Steps not seen yet, in log10: a quarter and a factor of three. Together they weigh as much as one that was seen."""
POINTS = 16
"""How many equally likely values stand for what a search may cost today."""
UNSTATED = {"primary": 1.0, "secondary": 1.25, "derived": 1.5, "recalled": 1.5}
"""Factor by which a figure without a stated range may be off either way: our judgement, by how it was come by."""


@dataclass(frozen=True)
class SearchCost:
    """What one search cost by one definition over one interval, USD per query, `valid_to` exclusive."""

    target: str
    kind: str
    usd: float
    low: float | None
    high: float | None
    quality: str
    valid_from: date
    valid_to: date | None
    estimate: Estimate | None = None

    @property
    def moved_by(self) -> str | None:
        """What moves it from now on: list prices together (MARKET), an estimate by its own name; None = it stays."""
        if self.valid_to is not None:
            return None
        if self.kind == MARKET:
            return MARKET
        return self.target if self.estimate else None


@dataclass(frozen=True, eq=False)
class StepHistory:
    """What is known of steps: their sizes (n,) in |log10| with chances, which way they went, how many in how long.

    The rate per year is Gamma(`changes`, `years`), the chance that a step is a rise Beta(`rises` + 1, `falls` + 1).
    """

    sizes: Floats
    chances: Floats
    rises: int
    falls: int
    changes: float
    years: float


def read_costs(rows: Iterable[Mapping[str, Any]]) -> tuple[SearchCost, ...]:
    """Return the rows of `list_search_costs.sql` as costs, in their order."""
    return tuple(replace(SearchCost(**row), estimate=_read_estimate(row["estimate"])) for row in rows)


def _read_estimate(cells: Mapping[str, Any] | None) -> Estimate | None:
    if cells is None:
        return None
    numbers = {name: cell for name, cell in cells.items() if name != "ratio"}
    return Estimate(**numbers, ratio=Ratio(**cells["ratio"]) if cells["ratio"] else None)


def known_costs(costs: Iterable[SearchCost], as_of: date) -> list[tuple[SearchCost, ...]]:
    """Each target's costs known on that day, in order of time; targets by name."""
    known = sorted(
        (cost for cost in costs if cost.valid_from <= as_of), key=lambda cost: (cost.target, cost.valid_from)
    )
    return [tuple(rows) for _, rows in groupby(known, key=lambda cost: cost.target)]


def pool_steps(costs: Iterable[SearchCost], as_of: date) -> StepHistory:
    """The steps of every price of a search that is known on that day, and the years in which they were watched."""
    watched = [rows for rows in known_costs(costs, as_of) if rows[0].kind == MARKET]
    steps = np.array([np.log10(later.usd / earlier.usd) for rows in watched for earlier, later in pairwise(rows)])
    steps = steps[steps != 0]
    days = sum((min(rows[-1].valid_to or as_of, as_of) - rows[0].valid_from).days for rows in watched)
    weights = np.concatenate([np.ones(len(steps)), np.full(len(PRIOR_SIZES), 1 / len(PRIOR_SIZES))])
    return StepHistory(
        sizes=np.concatenate([np.abs(steps), PRIOR_SIZES]),
        chances=weights / weights.sum(),
        rises=int((steps > 0).sum()),
        falls=int((steps < 0).sum()),
        changes=PRIOR_CHANGES + len(steps),
        years=PRIOR_YEARS + days / DAYS_PER_YEAR,
    )


def draw_steps(history: StepHistory, months: int, paths: int) -> Floats:
    """Log10 of what a search costs over today's (paths, months), at 1..months months after the origin.

    What is not known of the rate and of the direction of steps is the same for all months of a path.
    """
    rng = seed_for("search", "moves")
    rates = rng.gamma(history.changes, 1 / history.years, paths)
    rising = rng.beta(history.rises + 1, history.falls + 1, paths)
    month, path = np.nonzero(rng.random((months, paths)) < -np.expm1(-rates / 12))  # at most one step a month
    sizes = rng.choice(history.sizes, len(path), p=history.chances)
    steps = np.zeros((months, paths))
    steps[month, path] = np.where(rng.random(len(path)) < rising[path], sizes, -sizes)
    return np.cumsum(steps, axis=0).T


def reach(usd: float, low: float | None, high: float | None, quality: str) -> tuple[float, float]:
    """USD from which to which a cost may be today: the range that is stated, else a factor by its quality."""
    if low is None and high is None:
        return usd / UNSTATED[quality], usd * UNSTATED[quality]
    return low or usd, high or usd


def likely_usd(cost: SearchCost) -> Floats:
    """Return equally likely USD (POINTS,): by an estimate's parameters, else half in log10 to each end of its reach."""
    if cost.estimate:
        return likely_today(cost.estimate, POINTS)
    low, high = reach(cost.usd, cost.low, cost.high, cost.quality)
    places = (np.arange(POINTS) + 0.5) * 2 / POINTS - 1
    return cost.usd * 10.0 ** (places * np.where(places < 0, np.log10(cost.usd / low), np.log10(high / cost.usd)))
