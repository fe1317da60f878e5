"""An answer's cost against what searches cost, each of them as sure and as steady as it is: who is met when.

Every chance of meeting a named target is read off here; how targets move is in `moving_targets.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from assets.trends.moving_targets import POINTS, SearchCost, draw_moves, known_costs, likely_usd, pool_moves
from assets.trends.paths import Float32s, Simulation, simulation
from assets.trends.series import Floats


@dataclass(frozen=True, eq=False)
class Targets:
    """What searches cost: today's USD (targets, points), each point as likely, and `moves` (paths, months) in log10.

    Those in `still` (targets,) stay as they are. All others share the moves, since only the chance of each target by
    itself is asked for. `exact` (targets,) are the USD that are named.
    """

    names: tuple[str, ...]
    exact: Floats
    usd: Floats
    still: NDArray[np.bool_]
    moves: Float32s

    def select(self, names: Iterable[str]) -> Targets:
        """These targets in this order. Raises ValueError on a name that is not among them."""
        places = [self.names.index(name) for name in names]
        found = tuple(self.names[place] for place in places)
        return replace(self, names=found, exact=self.exact[places], usd=self.usd[places], still=self.still[places])


def known_targets(costs: Iterable[SearchCost], as_of: date, months: int, paths: int) -> Targets:
    """Every target by name at its last cost known on that day; one whose end is known stays at its last price."""
    costs = list(costs)
    last = [rows[-1] for rows in known_costs(costs, as_of)]
    return Targets(
        tuple(one.target for one in last),
        np.array([one.usd for one in last]),
        np.array([likely_usd(one) for one in last]).reshape(-1, POINTS),
        np.array([one.valid_to is not None for one in last], dtype=np.bool_),
        draw_moves(pool_moves(costs, as_of), months, paths).astype(np.float32),
    )


def exact_targets(usd: Mapping[str, float]) -> Targets:
    """Amounts that are given: exact, and they stay."""
    exact = np.array(list(usd.values()))
    return Targets(tuple(usd), exact, exact[:, None], np.full(len(exact), True), np.empty((0, 0), np.float32))


@dataclass(frozen=True, eq=False)
class Race:
    """Paths (paths, all months) of log10 USD of an answer against targets, looked at in `months` (default all).

    First passage of all targets that stay is read off one running minimum, and of all that move off another.
    """

    paths: Floats
    targets: Targets
    months: Sequence[int] | None = None

    @cached_property
    def alone(self) -> Simulation:
        """The answer's cost as it goes."""
        return simulation(self.paths, self.months)

    @cached_property
    def chasing(self) -> Simulation:
        """The answer's cost over the moves of the targets."""
        months, count = self.alone.walks.shape
        return replace(self.alone, walks=self.alone.walks - self.targets.moves.T[:months, :count])

    def p_level(self) -> Floats:
        """P(the cost is at or below the target at the month), (targets, months)."""
        return self.of_each(Simulation.p_level)

    def p_first_passage(self) -> Floats:
        """P(it is, or was in a month before), (targets, months)."""
        return self.of_each(Simulation.p_first_passage)

    def of_each(self, look: Callable[[Simulation, Floats], Floats]) -> Floats:
        """What `look` says of the targets' USD (targets, points), row by row, in the race that each of them runs."""
        still, usd = self.targets.still, self.targets.usd
        of_still = look(self.alone, usd[still])
        if still.all():
            return of_still
        found = np.empty((len(usd), *of_still.shape[1:]))
        found[still], found[~still] = of_still, look(self.chasing, usd[~still])
        return found
