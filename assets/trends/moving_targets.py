"""How the cost of a search moves: it stands still for years and then steps, up as well as down.

The few dated price changes of all search products are pooled and shrunk to no change. What an answer costs does not
belong here; the gap between the two is in `forecasts`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise

import numpy as np

from assets.trends.paths import seed_for
from assets.trends.series import Floats

MARKET = "market-price"
"""The one kind whose changes are seen: an estimate of a cost is made once, for its own year."""
PRIOR_CHANGES, PRIOR_YEARS = 0.5, 10.0
"""Before any price is watched: half a change in ten years."""
PRIOR_SIZES = np.array([0.1, 0.5])
"""Steps not seen yet, in log10: a quarter and a factor of three. Together they weigh as much as one that was seen."""
DAYS_PER_YEAR = 365.25
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


@dataclass(frozen=True, eq=False)
class Moves:
    """What is known of steps: their sizes (n,) in |log10| with chances, which way they went, how many in how long.

    The rate per year is Gamma(`changes`, `years`), the chance that a step is a rise Beta(`rises` + 1, `falls` + 1).
    """

    sizes: Floats
    chances: Floats
    rises: int
    falls: int
    changes: float
    years: float


def known_costs(costs: Iterable[SearchCost], as_of: date) -> list[tuple[SearchCost, ...]]:
    """Each target's costs known on that day, in order of time; targets by name."""
    known = sorted((one for one in costs if one.valid_from <= as_of), key=lambda one: (one.target, one.valid_from))
    return [tuple(rows) for _, rows in groupby(known, key=lambda one: one.target)]


def pool_moves(costs: Iterable[SearchCost], as_of: date) -> Moves:
    """The steps of every price of a search that is known on that day, and the years in which they were watched."""
    watched = [rows for rows in known_costs(costs, as_of) if rows[0].kind == MARKET]
    steps = np.array([np.log10(two.usd / one.usd) for rows in watched for one, two in pairwise(rows)])
    steps = steps[steps != 0]
    days = sum((min(rows[-1].valid_to or as_of, as_of) - rows[0].valid_from).days for rows in watched)
    weights = np.concatenate([np.ones(len(steps)), np.full(len(PRIOR_SIZES), 1 / len(PRIOR_SIZES))])
    return Moves(
        sizes=np.concatenate([np.abs(steps), PRIOR_SIZES]),
        chances=weights / weights.sum(),
        rises=int((steps > 0).sum()),
        falls=int((steps < 0).sum()),
        changes=PRIOR_CHANGES + len(steps),
        years=PRIOR_YEARS + days / DAYS_PER_YEAR,
    )


def draw_targets(targets: Sequence[SearchCost], moves: Moves, months: int, paths: int) -> Floats:
    """Log10 USD (targets, paths, months) at 1..months months after the origin, given each target's last cost.

    A target whose end is known keeps its last price. What is not known of the rate and the direction of steps is the
    same for all targets on one path; a target's own luck depends on its name only, not on the others or their order.
    """
    rng = seed_for("search", "moves")
    rates = rng.gamma(moves.changes, 1 / moves.years, paths)
    rising = rng.beta(moves.rises + 1, moves.falls + 1, paths)
    drawn = np.empty((len(targets), paths, months))
    for place, target in enumerate(targets):
        own = seed_for("search", target.target)
        drawn[place] = _starts(target, own, paths)[:, None]
        if target.valid_to is None:
            drawn[place] += np.cumsum(_steps(moves, rates, rising, own, months), axis=1)
    return drawn


def _starts(target: SearchCost, rng: np.random.Generator, paths: int) -> Floats:
    """Log10 USD today: half of the paths spread evenly down to the low end of its range, half up to the high end."""
    off = UNSTATED[target.quality] if target.low is None and target.high is None else 1.0
    middle = np.log10(target.usd)
    below = middle - np.log10((target.low or target.usd) / off)
    above = np.log10((target.high or target.usd) * off) - middle
    place = rng.uniform(-1, 1, paths)
    return middle + place * np.where(place < 0, below, above)


def _steps(moves: Moves, rates: Floats, rising: Floats, rng: np.random.Generator, months: int) -> Floats:
    """Steps (paths, months) in log10 USD, mostly 0; at most one a month."""
    steps = np.zeros((len(rates), months))
    path, month = np.nonzero(rng.random(steps.shape) < -np.expm1(-rates / 12)[:, None])
    sizes = rng.choice(moves.sizes, len(path), p=moves.chances)
    steps[path, month] = np.where(rng.random(len(path)) < rising[path], sizes, -sizes)
    return steps
