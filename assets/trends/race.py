"""Probability that the cost of an answer reaches each search cost, with both costs uncertain and changing.

`moving_targets.py` draws how search costs move.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from assets.trends.estimated_cost import draw_drifts
from assets.trends.moving_targets import (
    MARKET,
    POINTS,
    SearchCost,
    draw_steps,
    known_costs,
    likely_usd,
    pool_steps,
)
from assets.trends.paths import Float32s, Simulation, simulation
from assets.trends.series import Floats

STAYS = ""
"""The process of a constant target."""


@dataclass(frozen=True, eq=False)
class Targets:
    """The costs of searches: today's USD (targets, points), each point equally likely, and how each cost moves.

    `moved_by` (targets,) names the `moves` (paths, months; in log10) of each target, or is STAYS. Targets may share
    moves, because only the probability of each target by itself is computed. `exact` (targets,) are their named USD.
    """

    names: tuple[str, ...]
    exact: Floats
    usd: Floats
    moved_by: NDArray[np.str_]
    moves: Mapping[str, Float32s]

    def select(self, names: Iterable[str]) -> Targets:
        """Return these targets in this order. Raises ValueError on an unknown name."""
        places = [self.names.index(name) for name in names]
        cells = {"exact": self.exact[places], "usd": self.usd[places], "moved_by": self.moved_by[places]}
        return replace(self, names=tuple(self.names[place] for place in places), **cells)

    def all_moved_by(self, name: str) -> Targets:
        """Return the same costs of today with all of them moved by one of the `moves`, or by STAYS."""
        return replace(self, moved_by=np.full(len(self.names), name))


def known_targets(costs: Iterable[SearchCost], as_of: date, months: int, paths: int) -> Targets:
    """Return every target at its last cost known on a day; a withdrawn product keeps its last price.

    Args:
        costs: The costs of all searches.
        as_of: The day.
        months: Number of months for which the changes of the targets are drawn.
        paths: Number of paths of these changes.
    """
    costs = list(costs)
    last = [rows[-1] for rows in known_costs(costs, as_of)]
    moves = {MARKET: draw_steps(pool_steps(costs, as_of), months, paths)}
    moves |= {cost.target: draw_drifts(cost.estimate, months, paths) for cost in last if cost.estimate}
    return Targets(
        tuple(cost.target for cost in last),
        np.array([cost.usd for cost in last]),
        np.array([likely_usd(cost) for cost in last]).reshape(-1, POINTS),
        np.array([cost.moved_by or STAYS for cost in last], dtype=np.str_),
        # Laid out month by month, as they are subtracted from the simulated costs.
        {name: np.asfortranarray(paths_of, dtype=np.float32) for name, paths_of in moves.items()},
    )


def exact_targets(usd: Mapping[str, float]) -> Targets:
    """Return targets of exact amounts in USD that do not move, by name."""
    exact = np.array(list(usd.values()))
    return Targets(tuple(usd), exact, exact[:, None], np.full(len(exact), STAYS), {})


@dataclass(frozen=True, eq=False)
class Race:
    """The simulated cost of an answer against targets; build it with `start_race`.

    `alone` is the cost of the answer. `chasing` is that cost divided by the change of the targets since today, by the
    process of that change: all targets that share moves share one running minimum, as do all targets that stay.
    """

    targets: Targets
    alone: Simulation
    chasing: Mapping[str, Simulation]

    def at(self, months: Sequence[int]) -> Race:
        """Return the same race evaluated in other months."""
        chasing = {name: chase.at(months) for name, chase in self.chasing.items()}
        return replace(self, alone=self.alone.at(months), chasing=chasing)

    def p_level(self) -> Floats:
        """Return P(the cost is at or below the target at the month), (targets, months)."""
        return self.of_each(Simulation.p_level)

    def p_first_passage(self) -> Floats:
        """Return P(the cost is at or below the target at the month or an earlier one), (targets, months)."""
        return self.of_each(Simulation.p_first_passage)

    def of_each(self, read: Callable[[Simulation, Floats], Floats]) -> Floats:
        """Apply `read` to the targets' USD, each target in the simulation of its own changes.

        Args:
            read: Maps a simulation and USD (targets, points) to an array whose rows are targets.
        """
        moved_by, usd = self.targets.moved_by, self.targets.usd
        still = read(self.alone, usd[moved_by == STAYS])
        cells = np.empty((len(usd), *still.shape[1:]))
        cells[moved_by == STAYS] = still
        for name, chase in self.chasing.items():
            cells[moved_by == name] = read(chase, usd[moved_by == name])
        return cells


def start_race(paths: Floats, targets: Targets, months: Sequence[int] | None = None) -> Race:
    """Race paths (paths, all months) of log10 USD of an answer against targets, in `months` (default all)."""
    alone = simulation(paths, months)
    last, count = alone.walks.shape
    chasing = {
        name: replace(alone, walks=alone.walks - targets.moves[name].T[:last, :count])
        for name in np.unique(targets.moved_by).tolist()
        if name != STAYS
    }
    return Race(targets, alone, chasing)
