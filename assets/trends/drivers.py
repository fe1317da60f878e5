"""The fall of a price split into hardware, algorithms, market and a published residual.

price per token = margin x price per GPU-hour / tokens per GPU-hour. The factors are estimated in
`driver_estimates.py`. A factor that cannot be measured between two days is None, never 0, and stays in the residual.
All logarithms are natural.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from assets.trends.chip_costs import ANY_CHIP, ChipCost, DriverEstimates
from assets.trends.driver_estimates import DRAWS, LogEstimate
from assets.trends.series import Floats
from assets.trends.shapley import shapley

Cost = tuple[date, Decimal]
"""(day, usd): the cost of the cheapest answer on that day."""


class LevelChange(NamedTuple):
    """A quantity on two days; `since` is later than the requested first day where it was not measured before."""

    since: date
    before: Floats
    after: Floats

    @property
    def logs(self) -> Floats:
        """Log of the ratio of the level after to the level before."""
        return self.after - self.before


class HardwareFigures(NamedTuple):
    """The cheapest chip at the start and at the end of a period."""

    before: ChipCost
    after: ChipCost


class AlgorithmFigures(NamedTuple):
    """Changes over a period from `first` on: software, number formats in bits, and the size of the qualifying model.

    None = not measured.
    """

    first: date
    software: LevelChange | None
    bits: tuple[int, int]
    size: LevelChange | None


class MarketFigures(NamedTuple):
    """Log-changes of the price of unchanged weights, and of the cost of serving them."""

    weights: float
    serving: float


Figures = HardwareFigures | AlgorithmFigures | MarketFigures


class DriverEffect(NamedTuple):
    """The effect of one driver over one period: `logs` (1 + DRAWS,), and the number of figures behind them.

    `since` is the day since which all factors are measured, None where a factor never is. `figures` are the
    measurements behind it, one for each stretch of the period.
    """

    logs: Floats
    since: date | None
    n: int
    figures: tuple[Figures, ...]


@dataclass(frozen=True, eq=False)
class DriverSplit:
    """The change of log cost between two days: the measured drivers, and the residual (1 + DRAWS,)."""

    span: str
    before: Cost
    after: Cost
    drivers: Mapping[str, DriverEffect]

    @property
    def observed(self) -> float:
        """The change that the drivers and the residual add up to."""
        return math.log(self.after[1]) - math.log(self.before[1])

    @property
    def residual(self) -> Floats:
        """The part of the observed change that no measured driver explains."""
        return self.observed - sum((effect.logs for effect in self.drivers.values()), np.zeros(1 + DRAWS))

    @property
    def market_and_residual(self) -> Floats:
        """The market and the residual as one, which the margins of closed models do not allow to be told apart."""
        market = self.drivers.get("market")
        return self.residual + (market.logs if market else 0.0)


def split_all(costs: Sequence[Cost], sizes: LogEstimate[date], estimates: DriverEstimates) -> Iterator[DriverSplit]:
    """Split the change from each of `costs` to the next (year), and from the first to the last (whole).

    Where no chip was priced at the end of a year, the years up to the next priced end are also split as one (joined).
    The whole is the sum of these longest stretches.

    Args:
        costs: Costs by day, in order.
        sizes: Log size of the qualifying model, by day.
        estimates: All other factors.
    """
    years = {pair: split(*pair, sizes, estimates) for pair in pairwise(costs)}
    yield from years.values()
    kept = [costs[0], *(cost for cost in costs[1:-1] if estimates.chips(cost[0])), costs[-1]]
    stretches = [years.get(pair) or split(*pair, sizes, estimates) for pair in pairwise(kept)]
    yield from (
        replace(stretch, span="joined") for stretch in stretches if (stretch.before, stretch.after) not in years
    )
    if len(kept) > 2:
        yield add_up(stretches)
    elif stretches:
        yield replace(stretches[0], span="whole")


def split(before: Cost, after: Cost, sizes: LogEstimate[date], estimates: DriverEstimates) -> DriverSplit:
    """Split the change between two costs into Shapley shares of the drivers.

    Hardware and algorithms interact in the choice of the cheapest chip, so a split in order would depend on the order.
    The market is the change of the price of unchanged weights less that of the cost of serving them: the hosts' margin.

    Args:
        before: Day and cost at the start.
        after: Day and cost at the end.
        sizes: Log size of the qualifying model, by day.
        estimates: All other factors.
    """
    days = before[0], after[0]
    chips = [estimates.chips(day) for day in days]
    priced = all(chips)
    chips = chips if priced else [(ANY_CHIP,), (ANY_CHIP,)]
    bits = estimates.bits(days[0]), estimates.bits(days[1])
    (work_before, chip_before), (work_after, chip_after) = (estimates.work(*at) for at in zip(chips, bits, strict=True))
    software, size = change_between(estimates.software, *days), change_between(sizes, *days)
    weights = change_between(estimates.same_weights, *days)
    better = _logs(size) - _logs(software)
    margin = _logs(weights) - (work_after - work_before - _logs(software))
    measured: dict[str, tuple[date | None, int, Figures]] = {}
    if priced:
        n = estimates.rentals.n + estimates.speeds.n
        measured["hardware"] = days[0], n, HardwareFigures(chip_before, chip_after)
    if software or size:
        since = max(software.since, size.since) if software and size else None
        n = estimates.software.n + estimates.gains.n + sizes.n
        measured["algorithms"] = since, n, AlgorithmFigures(days[0], software, bits, size)
    if priced and weights and weights.since <= days[0]:
        change = float(weights.logs[0])
        measured["market"] = days[0], estimates.same_weights.n, MarketFigures(change, change - float(margin[0]))

    def value(switched: frozenset[str]) -> Floats:
        work, _ = estimates.work(chips["hardware" in switched], bits["algorithms" in switched])
        return work + better * ("algorithms" in switched) + margin * ("market" in switched)

    shares = shapley(tuple(measured), value)
    effects = {name: DriverEffect(shares[name], since, n, (figures,)) for name, (since, n, figures) in measured.items()}
    return DriverSplit("year", before, after, effects)


def add_up(stretches: Sequence[DriverSplit]) -> DriverSplit:
    """Return the sum of the splits of consecutive stretches; a stretch without a driver adds to the residual."""
    effects: dict[str, DriverEffect] = {}
    for stretch in stretches:
        for name, effect in stretch.drivers.items():
            effects[name] = _after(effects[name], effect, stretch.before[0]) if name in effects else effect
        for name in effects.keys() - stretch.drivers.keys():
            effects[name] = effects[name]._replace(since=None)
    return DriverSplit("whole", stretches[0].before, stretches[-1].after, effects)


def change_between(estimate: LogEstimate[date], first: date, last: date) -> LevelChange | None:
    """Return the change between the latest levels known on each day, or since the first level after `first`."""
    days = sorted(day for day in estimate.logs if day <= last)
    since = max((day for day in days if day <= first), default=days[0] if days else last)
    if not days or since == days[-1]:
        return None
    return LevelChange(max(since, first), estimate.logs[since], estimate.logs[days[-1]])


def _after(earlier: DriverEffect, later: DriverEffect, start: date) -> DriverEffect:
    since = earlier.since if later.since == start and earlier.since else later.since
    return DriverEffect(earlier.logs + later.logs, since, later.n, earlier.figures + later.figures)


def _logs(change: LevelChange | None) -> Floats:
    return change.logs if change else np.zeros(1 + DRAWS)
