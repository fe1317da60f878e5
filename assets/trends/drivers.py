"""The fall of a price split into hardware, algorithms, market and a residual that is shown.

price per token = margin x price per GPU-hour / tokens per GPU-hour. The parts are measured in `driver_parts.py`. What
cannot be measured between two days is None, never 0, and stays in the residual. All logarithms are natural.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from assets.formats import dollars, factor
from assets.trends.driver_parts import (
    DRAWS,
    UNSTATED,
    FormatGain,
    ModelPrice,
    Part,
    Rental,
    Speed,
    chip_speeds,
    format_gains,
    frontier_sizes,
    rental_levels,
    same_weights_levels,
    software_levels,
)
from assets.trends.series import Floats
from assets.trends.shapley import shapley

REFERENCE_CHIP = "a100"
LEAST_HOSTS = 3
"""Fewest hosts that must price a chip before it can be the cheapest, unless no chip of that day has as many."""
WIDE_BITS, COMMON_BITS = 16, 8
"""Models were served in 16 bits until results in fewer were published; every chip since the A100 computes in 8."""

Cost = tuple[date, Decimal]
"""(day, usd): what the cheapest answer costs on that day."""


@dataclass(frozen=True)
class Evidence:
    """What is known of the drivers, whatever the bar."""

    rentals: tuple[Rental, ...]
    speeds: tuple[Speed, ...]
    gains: tuple[FormatGain, ...]
    same_weights: tuple[ModelPrice, ...]


@dataclass(frozen=True)
class DriverHistory:
    """The evidence, and by bar the open models that reach it; equal contents are the same key of what is remembered."""

    evidence: Evidence
    models: Mapping[str, tuple[ModelPrice, ...]]

    def __hash__(self) -> int:
        """Of the contents, whatever the order of the bars."""
        return hash((self.evidence, frozenset(self.models.items())))

    def until(self, day: date) -> DriverHistory:
        """What of it was known on that day."""
        known = self.evidence
        evidence = Evidence(
            tuple(one for one in known.rentals if one.day <= day),
            tuple(one for one in known.speeds if one.released_on <= day),
            tuple(one for one in known.gains if one.known_on <= day),
            tuple(one for one in known.same_weights if one.day <= day),
        )
        models = {bar: tuple(one for one in found if one.day <= day) for bar, found in self.models.items()}
        return DriverHistory(evidence, models)


class Chip(NamedTuple):
    """One chip on one day: log USD per unit of work at one number format, and the fewest bits it computes in."""

    name: str
    logs: Floats
    bits: int


ANY_CHIP = Chip("any chip", np.zeros(1 + DRAWS), COMMON_BITS)
"""Stands in where no chip was priced, so that what every chip gains can still be told."""


class Change(NamedTuple):
    """A quantity on two days; `since` is later than the day asked for where it was not measured before."""

    since: date
    before: Floats
    after: Floats

    @property
    def logs(self) -> Floats:
        """After over before."""
        return self.after - self.before


@dataclass(frozen=True, eq=False)
class Parts:
    """Every part, estimated once for all bars and periods.

    `hosts` counts those behind a series of rents on a day; `bits_since` tells since when results of a chip in so many
    bits are published.
    """

    rentals: Part[tuple[date, str]]
    speeds: Part[str]
    software: Part[date]
    gains: Part[int]
    same_weights: Part[date]
    hosts: Mapping[tuple[date, str], int]
    bits_since: Mapping[tuple[str, int], date]

    def chips(self, day: date) -> tuple[Chip, ...]:
        """Every chip with both a price on that day and a speed; empty where there is none."""
        priced = {name: self.series(day, name) for name in sorted(self.speeds.logs)}
        hosts = {name: self.hosts.get((day, series), 0) for name, series in priced.items()}
        enough = max(1, min(LEAST_HOSTS, max(hosts.values(), default=0)))
        return tuple(
            Chip(
                priced[name],
                self.rentals.logs[day, priced[name]] - self.speeds.logs[name],
                min(self.bits(day, name), COMMON_BITS),
            )
            for name, count in hosts.items()
            if count >= enough
        )

    def series(self, day: date, chip: str) -> str:
        """Return whose rents price a chip: the stated form's, unless fewer than LEAST_HOSTS list it and more do not.

        The name of the other series is part of the evidence, so that no rent of an unstated form passes for SXM.
        """
        stated, unstated = (self.hosts.get((day, chip + suffix), 0) for suffix in ("", UNSTATED))
        return chip + UNSTATED if stated < min(LEAST_HOSTS, unstated) else chip

    def bits(self, day: date, chip: str | None = None) -> int:
        """The fewest bits in which a result of a language model (on that chip) had been published by that day."""
        found = [bits for (name, bits), since in self.bits_since.items() if since <= day and chip in (None, name)]
        return min(found, default=WIDE_BITS)

    def gain(self, bits: int) -> Floats:
        """Log gain of that format over 16 bits; one that nothing measures gains no more than the next wider."""
        while bits not in self.gains.logs:
            bits *= 2
        return self.gains.logs[bits]

    def work(self, chips: Sequence[Chip], bits: int) -> tuple[Floats, Chip]:
        """Log USD per unit of work on the cheapest chip, in the fewest bits that it and the day allow; that chip."""
        logs = np.array([chip.logs - self.gain(max(chip.bits, bits)) for chip in chips])
        return logs.min(axis=0), chips[int(logs[:, 0].argmin())]


class Told(NamedTuple):
    """One driver over one period: `logs` (1 + DRAWS,), since when all of it is measured, from how many figures.

    `since` is None where some of its parts never are; `words` says what was measured.
    """

    logs: Floats
    since: date | None
    n: int
    words: str


@dataclass(frozen=True, eq=False)
class Split:
    """The change of log cost between two days: the drivers that are measured, and what they leave (1 + DRAWS,)."""

    span: str
    before: Cost
    after: Cost
    drivers: Mapping[str, Told]

    @property
    def observed(self) -> float:
        """The change that the drivers and the residual add up to."""
        return math.log(self.after[1]) - math.log(self.before[1])

    @property
    def residual(self) -> Floats:
        """What the measured drivers leave of it."""
        return self.observed - sum((told.logs for told in self.drivers.values()), np.zeros(1 + DRAWS))


def measure(evidence: Evidence) -> Parts:
    """Estimate all parts."""
    bits_since: dict[tuple[str, int], date] = {}
    for one in evidence.speeds:
        if one.generative and one.bits:
            key = one.chip, one.bits
            bits_since[key] = min(one.released_on, bits_since.get(key, one.released_on))
    return Parts(
        rental_levels(evidence.rentals),
        chip_speeds(evidence.speeds, REFERENCE_CHIP),
        software_levels(evidence.speeds),
        format_gains(evidence.gains),
        same_weights_levels(evidence.same_weights),
        Counter((one.day, one.series) for one in evidence.rentals),
        bits_since,
    )


def split_all(costs: Sequence[Cost], models: Sequence[ModelPrice], parts: Parts) -> Iterator[Split]:
    """Split the change from each of `costs` to the next (year), and from the first to the last (whole).

    Where no chip was priced at the end of a year, the years up to the next priced end are also split as one (joined).
    The whole is the sum of these longest stretches.
    """
    sizes = frontier_sizes(models)
    years = {pair: split(*pair, sizes, parts) for pair in pairwise(costs)}
    yield from years.values()
    kept = [costs[0], *(cost for cost in costs[1:-1] if parts.chips(cost[0])), costs[-1]]
    stretches = [years.get(pair) or split(*pair, sizes, parts) for pair in pairwise(kept)]
    yield from (replace(one, span="joined") for one in stretches if (one.before, one.after) not in years)
    if len(kept) > 2:
        yield add_up(stretches)
    elif stretches:
        yield replace(stretches[0], span="whole")


def split(before: Cost, after: Cost, sizes: Part[date], parts: Parts) -> Split:
    """Split one change. Hardware and algorithms meet in the choice of the cheapest chip, so their order would matter.

    The market is what unchanged weights fell by, less what serving them fell by: the margin of their hosts.
    """
    days = before[0], after[0]
    chips = [parts.chips(day) for day in days]
    priced = all(chips)
    chips = chips if priced else [(ANY_CHIP,), (ANY_CHIP,)]
    bits = [parts.bits(day) for day in days]
    (work_before, chip_before), (work_after, chip_after) = (parts.work(*at) for at in zip(chips, bits, strict=True))
    software, size = change_between(parts.software, *days), change_between(sizes, *days)
    weights = change_between(parts.same_weights, *days)
    better = _logs(size) - _logs(software)
    margin = _logs(weights) - (work_after - work_before - _logs(software))
    told: dict[str, tuple[date | None, int, str]] = {}
    if priced:
        words = f"{_priced(chip_before)} then {_priced(chip_after)} for the work of an A100-hour"
        told["hardware"] = days[0], parts.rentals.n + parts.speeds.n, words
    if software or size:
        since = max(software.since, size.since) if software and size else None
        words = f"{_words('software', software, days[0])}, {bits[0]} then {bits[1]} bits"
        words = f"{words}, {_words('model size', size, days[0])}"
        told["algorithms"] = since, parts.software.n + parts.gains.n + sizes.n, words
    if priced and weights and weights.since <= days[0]:
        words = f"unchanged weights {times(weights.logs[0])}, serving them {times(weights.logs[0] - margin[0])}"
        told["market"] = days[0], parts.same_weights.n, words

    def value(switched: frozenset[str]) -> Floats:
        work, _ = parts.work(chips["hardware" in switched], bits["algorithms" in switched])
        return work + better * ("algorithms" in switched) + margin * ("market" in switched)

    shares = shapley(tuple(told), value)
    return Split("year", before, after, {name: Told(shares[name], *rest) for name, rest in told.items()})


def add_up(stretches: Sequence[Split]) -> Split:
    """The splits of consecutive stretches as one; a driver counts where it is measured, the rest is residual."""
    told: dict[str, Told] = {}
    for one in stretches:
        for name, driver in one.drivers.items():
            told[name] = _after(told[name], driver, one.before[0]) if name in told else driver
        for name in told.keys() - one.drivers.keys():
            told[name] = told[name]._replace(since=None)
    return Split("whole", stretches[0].before, stretches[-1].after, told)


def change_between(part: Part[date], first: date, last: date) -> Change | None:
    """What a part changed by: the latest level known on each day, or since the first level after `first`."""
    days = sorted(day for day in part.logs if day <= last)
    since = max((day for day in days if day <= first), default=days[0] if days else last)
    if not days or since == days[-1]:
        return None
    return Change(max(since, first), part.logs[since], part.logs[days[-1]])


def times(log_change: float) -> str:
    """A change of log cost in words: x2.3 cheaper, x1.2 dearer, unchanged where it rounds to x1.0."""
    by = factor(math.exp(abs(log_change)))
    return "unchanged" if by == "1.0" else f"x{by} {'cheaper' if log_change < 0 else 'dearer'}"


def _after(earlier: Told, later: Told, start: date) -> Told:
    since = earlier.since if later.since == start and earlier.since else later.since
    return Told(earlier.logs + later.logs, since, later.n, f"{earlier.words}; {later.words}")


def _logs(change: Change | None) -> Floats:
    return change.logs if change else np.zeros(1 + DRAWS)


def _priced(chip: Chip) -> str:
    return f"{chip.name} at {dollars(round(math.exp(chip.logs[0]), 2))}"


def _words(name: str, change: Change | None, first: date) -> str:
    if change is None:
        return f"{name} not measured"
    return f"{name} x{factor(math.exp(change.logs[0]))}" + (f" since {change.since}" if change.since > first else "")
