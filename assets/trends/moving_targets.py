"""The cost of a search as an uncertain and moving target: its range today, and its possible paths afterwards.

A list price moves in steps, up as well as down: the few dated price changes of all search products are pooled and
shrunk towards no change. An estimate of energy drifts with the price of electricity (see `estimated_cost.py`). Every
other estimate of a cost, and every revenue, was published once for its own year. It stays constant, because no author
has repeated one: nothing shows how it would move, and only its range is uncertain. `race.py` computes when the cost of
an answer reaches the cost of a search.
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
"""The only kind whose changes are observed: an estimate of a cost is published once, for its own year."""
PUBLISHED_FIGURE, SEARCH_OF_TODAY = "published-figure", "search-of-today"
"""Variants of an estimate of energy: that of the verdicts, and the alternative in the sensitivity table."""
STANDS_STILL, LIST_PRICES = "stands still", "moves like list prices"
"""Alternative assumptions about the published figure in the sensitivity table."""
PRIOR_CHANGES, PRIOR_YEARS = 0.5, 10.0
"""Prior of the rate of changes: half a change in ten years."""
PRIOR_SIZES = np.array([0.1, 0.5])
"""Prior step sizes in log10: a quarter and a factor of three, with the weight of one observed step together."""
POINTS = 16
"""Number of equally likely values that represent the cost of a search today."""
UNSTATED = {"primary": 1.0, "secondary": 1.25, "derived": 1.5, "recalled": 1.5}
"""Assumed factor of error, either way, of a figure without a stated range, by the quality of its source."""


@dataclass(frozen=True)
class SearchCost:
    """The cost of one search by one definition over one interval, USD per query, `valid_to` exclusive."""

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
        """The process of its changes: MARKET for list prices, its own name for an estimate; None = constant."""
        if self.valid_to is not None:
            return None
        if self.kind == MARKET:
            return MARKET
        return self.target if self.estimate else None


@dataclass(frozen=True, eq=False)
class StepHistory:
    """Observed steps of list prices: sizes (n,) in |log10| with their probabilities, directions, and rate.

    The rate per year is Gamma(`changes`, `years`), the probability of a rise Beta(`rises` + 1, `falls` + 1).
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
    """Return each target's costs known on that day, in order of time; targets by name."""
    known = sorted(
        (cost for cost in costs if cost.valid_from <= as_of), key=lambda cost: (cost.target, cost.valid_from)
    )
    return [tuple(rows) for _, rows in groupby(known, key=lambda cost: cost.target)]


def pool_steps(costs: Iterable[SearchCost], as_of: date) -> StepHistory:
    """Pool the steps of every search price known on that day, and the years over which the prices were observed."""
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
    """Return paths (paths, months) of log10 of a search price over today's, at 1..months months after the origin.

    Each path has one rate and one probability of a rise, drawn once, so that their error is the same in all months.
    """
    rng = seed_for("search", "moves")
    rates = rng.gamma(history.changes, 1 / history.years, paths)
    rising = rng.beta(history.rises + 1, history.falls + 1, paths)
    month, path = np.nonzero(rng.random((months, paths)) < -np.expm1(-rates / 12))  # at most one step a month
    sizes = rng.choice(history.sizes, len(path), p=history.chances)
    steps = np.zeros((months, paths))
    steps[month, path] = np.where(rng.random(len(path)) < rising[path], sizes, -sizes)
    return np.cumsum(steps, axis=0).T


def reach(amount: float, low: float | None, high: float | None, quality: str) -> tuple[float, float]:
    """Return the lowest and highest value of a figure: its stated range, else a factor by its quality."""
    if low is None and high is None:
        return amount / UNSTATED[quality], amount * UNSTATED[quality]
    return low or amount, high or amount


def likely_amounts(amount: float, low: float, high: float, points: int) -> Floats:
    """Return equally likely values (points,) of a figure: half of them in log10 to each end of its range."""
    places = (np.arange(points) + 0.5) * 2 / points - 1
    return amount * 10.0 ** (places * np.where(places < 0, np.log10(amount / low), np.log10(high / amount)))


def likely_usd(cost: SearchCost) -> Floats:
    """Return equally likely USD (POINTS,): by an estimate's parameters, else half in log10 to each end of its reach."""
    if cost.estimate:
        return likely_today(cost.estimate, POINTS)
    return likely_amounts(cost.usd, *reach(cost.usd, cost.low, cost.high, cost.quality), POINTS)
