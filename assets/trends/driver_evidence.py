"""The evidence about the drivers of prices: rents, speeds, gains of formats, and prices of open models."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

UNSTATED = " of unstated form"


class Rental(NamedTuple):
    """The on-demand price of a GPU-hour at one host on one day.

    `stated` = the host states the form of the part. Prices of an unstated form are a separate series.
    """

    day: date
    host: str
    chip: str
    usd_per_gpu_hour: float
    stated: bool = True

    @property
    def series(self) -> str:
        """The name of the chip's series of prices."""
        return self.chip if self.stated else self.chip + UNSTATED


class Speed(NamedTuple):
    """Throughput per accelerator on one benchmark and scenario of a release, in the unit of that benchmark.

    `bits` is the width of the number format, None where it is not known. `generative` = the benchmark makes tokens.
    """

    release: str
    released_on: date
    benchmark: str
    chip: str
    number_format: str
    bits: int | None
    generative: bool
    per_s: float


class FormatGain(NamedTuple):
    """The ratio of a chip's throughput in `bits` to that in twice as many bits, and the day it was known."""

    bits: int
    factor: float
    known_on: date


class ModelPrice(NamedTuple):
    """The cost of an answer at the cheapest seller of a model with open weights, and its size in 10^9 parameters."""

    day: date
    model_id: str
    usd: float
    size_b: float | None = None


def serving_size(active_b: float | None, total_b: float | None) -> float | None:
    """Return the size that serving cost is proportional to: the geometric mean of active and all parameters.

    The two are equal for a dense model. On MLPerf, Mixtral 8x7B (12.9 of 46.7 billion parameters active) makes 1.7
    to 2.2 times as many tokens as Llama-2-70B; its active parameters would imply 5.4 times, all of them 1.5 times.
    """
    return None if active_b is None or total_b is None else math.sqrt(active_b * total_b)


@dataclass(frozen=True)
class Evidence:
    """Everything known about the drivers that is the same for all bars."""

    rentals: tuple[Rental, ...]
    speeds: tuple[Speed, ...]
    gains: tuple[FormatGain, ...]
    same_weights: tuple[ModelPrice, ...]


@dataclass(frozen=True)
class DriverHistory:
    """The evidence, and the open models that qualify for each bar. Equal contents have equal hashes, for caches."""

    evidence: Evidence
    models: Mapping[str, tuple[ModelPrice, ...]]

    def __hash__(self) -> int:
        """Hash the contents; the order of the bars does not matter."""
        return hash((self.evidence, frozenset(self.models.items())))

    def until(self, day: date) -> DriverHistory:
        """Return what was known on that day."""
        known = self.evidence
        evidence = Evidence(
            tuple(rental for rental in known.rentals if rental.day <= day),
            tuple(speed for speed in known.speeds if speed.released_on <= day),
            tuple(gain for gain in known.gains if gain.known_on <= day),
            tuple(price for price in known.same_weights if price.day <= day),
        )
        models = {bar: tuple(price for price in prices if price.day <= day) for bar, prices in self.models.items()}
        return DriverHistory(evidence, models)
