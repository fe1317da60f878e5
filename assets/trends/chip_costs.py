"""The cost of work on each chip, and the cheapest chip of a day, from estimates of every factor."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np

from assets.trends.driver_estimates import (
    DRAWS,
    LogEstimate,
    chip_speeds,
    format_gains,
    rental_levels,
    same_weights_levels,
    software_levels,
)
from assets.trends.driver_evidence import UNSTATED, Evidence
from assets.trends.series import Floats

REFERENCE_CHIP = "a100"
LEAST_HOSTS = 3
"""Fewest hosts that must price a chip before it can be the cheapest, unless no chip of that day has as many."""
WIDE_BITS, COMMON_BITS = 16, 8
"""Bits in which models were served until results in fewer were published; bits that chips since the A100 support."""


class ChipCost(NamedTuple):
    """One chip on one day: log USD per unit of work at one number format, and the fewest bits it computes in."""

    name: str
    logs: Floats
    bits: int


ANY_CHIP = ChipCost("any chip", np.zeros(1 + DRAWS), COMMON_BITS)
"""A chip for days without prices, so that the gains common to all chips can still be measured."""


@dataclass(frozen=True, eq=False)
class DriverEstimates:
    """Every factor, estimated once for all bars and periods.

    `hosts` is the number of hosts behind a series of rents on a day; `bits_since` is the day since which results of a
    chip in that number of bits are published.
    """

    rentals: LogEstimate[tuple[date, str]]
    speeds: LogEstimate[str]
    software: LogEstimate[date]
    gains: LogEstimate[int]
    same_weights: LogEstimate[date]
    hosts: Mapping[tuple[date, str], int]
    bits_since: Mapping[tuple[str, int], date]

    def chips(self, day: date) -> tuple[ChipCost, ...]:
        """Return every chip with both a price on that day and a speed; empty where there is none."""
        priced = {name: self.series(day, name) for name in sorted(self.speeds.logs)}
        hosts = {name: self.hosts.get((day, series), 0) for name, series in priced.items()}
        enough = max(1, min(LEAST_HOSTS, max(hosts.values(), default=0)))
        return tuple(
            ChipCost(
                priced[name],
                self.rentals.logs[day, priced[name]] - self.speeds.logs[name],
                min(self.bits(day, name), COMMON_BITS),
            )
            for name, count in hosts.items()
            if count >= enough
        )

    def series(self, day: date, chip: str) -> str:
        """Return the name of the series of rents for a chip.

        It is the series of the stated form, unless fewer than LEAST_HOSTS hosts state the form and more hosts do not
        state it. The name is published as evidence, so that a rent of an unstated form is not mistaken for SXM.
        """
        stated, unstated = (self.hosts.get((day, chip + suffix), 0) for suffix in ("", UNSTATED))
        return chip + UNSTATED if stated < min(LEAST_HOSTS, unstated) else chip

    def bits(self, day: date, chip: str | None = None) -> int:
        """Return the fewest bits in which a language model's result (on that chip) had been published by that day."""
        widths = [bits for (name, bits), since in self.bits_since.items() if since <= day and chip in (None, name)]
        return min(widths, default=WIDE_BITS)

    def gain(self, bits: int) -> Floats:
        """Return the log gain of a format over 16 bits; an unmeasured format has the gain of the next wider one."""
        while bits not in self.gains.logs:
            bits *= 2
        return self.gains.logs[bits]

    def work(self, chips: Sequence[ChipCost], bits: int) -> tuple[Floats, ChipCost]:
        """Return log USD per unit of work on the cheapest chip, and that chip.

        Each chip computes in the fewest bits that it and the day allow.
        """
        logs = np.array([chip.logs - self.gain(max(chip.bits, bits)) for chip in chips])
        return logs.min(axis=0), chips[int(logs[:, 0].argmin())]


def measure(evidence: Evidence) -> DriverEstimates:
    """Estimate all factors of the price."""
    bits_since: dict[tuple[str, int], date] = {}
    for speed in evidence.speeds:
        if speed.generative and speed.bits:
            key = speed.chip, speed.bits
            bits_since[key] = min(speed.released_on, bits_since.get(key, speed.released_on))
    return DriverEstimates(
        rental_levels(evidence.rentals),
        chip_speeds(evidence.speeds, REFERENCE_CHIP),
        software_levels(evidence.speeds),
        format_gains(evidence.gains),
        same_weights_levels(evidence.same_weights),
        Counter((rental.day, rental.series) for rental in evidence.rentals),
        bits_since,
    )
