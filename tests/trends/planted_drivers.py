"""Histories of a price made of known drivers, with the noise of hosts, submissions, models and months."""

from __future__ import annotations

import math
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from assets.trends.driver_evidence import Evidence, FormatGain, ModelPrice, Rental, Speed
from assets.trends.drivers import Cost
from assets.trends.model_sizes import QualifyingModel
from assets.trends.paths import month_end

DAYS = (date(2023, 12, 31), date(2024, 12, 31), date(2025, 12, 31))
RENTS = {"a100": (0.6, 0.3, 0.2), "h100": (1.2, 0.9, 0.8), "b200": (2.6, 1.9, 1.4)}
"""Log USD per GPU-hour of each chip on each day."""
SPEEDS = {"a100": 0.0, "h100": 0.8, "b200": 1.8}
RELEASES = {date(2023, 10, 1): 0.0, date(2024, 4, 1): 0.5, date(2024, 10, 1): 0.7, date(2025, 10, 1): 0.8}
"""Log speed of the same chip with the software of each release."""
SIZES = (5.6, 3.9, 3.2)
"""Log size of the cheapest model on each day. On the first day it is a closed one, of which a range is published."""
HALF_RANGE = 0.35
OPEN_SIZES = (4.6, 3.9, 3.2)
MONTHS = [month_end(DAYS[0], month) for month in range(25)]
EIGHT_BITS = 0.4
MARGIN_A_MONTH = 0.02
RESIDUAL = -0.9
WORK = [min(RENTS[chip][at] - SPEEDS[chip] for chip in RENTS) for at in range(3)]
TRUE = {
    "hardware": WORK[2] - WORK[0],
    "algorithms": SIZES[2] - SIZES[0] - 0.8 - EIGHT_BITS,
    "market": 24 * MARGIN_A_MONTH,
    "residual": RESIDUAL,
}
"""Log-changes over both years."""


class History(NamedTuple):
    """What the drivers are measured from."""

    costs: list[Cost]
    models: list[QualifyingModel]
    evidence: Evidence
    open_models: list[ModelPrice]


def plant(rng: np.random.Generator) -> History:
    """One history whose three drivers and residual are TRUE."""
    total = (0.0, sum(TRUE.values()) / 2, sum(TRUE.values()))
    costs = [(day, Decimal(f"{0.01 * math.exp(log):.12f}")) for day, log in zip(DAYS, total, strict=True)]
    evidence = Evidence(tuple(_rentals(rng)), tuple(_speeds(rng)), tuple(_gains(rng)), tuple(_same_weights(rng)))
    open_models = _open_models(rng)
    return History(costs, _models(rng), evidence, open_models)


def _rentals(rng: np.random.Generator) -> list[Rental]:
    """Fourteen hosts, each dear or cheap, of which about half price a chip on a day."""
    hosts = rng.normal(0, 0.3, 14)
    return [
        Rental(day, f"host {host}", chip, math.exp(rents[at] + dear + rng.normal(0, 0.15)))
        for at, day in enumerate(DAYS)
        for chip, rents in RENTS.items()
        for host, dear in enumerate(hosts)
        if rng.random() < 0.5 or host < 3
    ]


def _speeds(rng: np.random.Generator) -> list[Speed]:
    """Four benchmarks in every release, on every chip, in 8 bits that are stated from the second release on."""
    return [
        Speed(
            f"release {at}",
            day,
            f"benchmark {benchmark}",
            chip,
            "fp8",
            8 if at else None,
            True,
            math.exp(5 + benchmark + speed + software + rng.normal(0, 0.1)),
        )
        for at, (day, software) in enumerate(RELEASES.items())
        for benchmark in range(4)
        for chip, speed in SPEEDS.items()
    ]


def _gains(rng: np.random.Generator) -> list[FormatGain]:
    return [FormatGain(8, math.exp(log), DAYS[0]) for log in rng.normal(EIGHT_BITS, 0.15, 10)]


def _open_models(rng: np.random.Generator) -> list[ModelPrice]:
    """Six open models near the frontier on each day, and one far from it, for the forecasts."""
    near = [
        ModelPrice(day, f"model {at} {number}", rng.uniform(1.0, 1.9), math.exp(size + rng.normal(0, 0.4)))
        for at, (day, size) in enumerate(zip(DAYS, OPEN_SIZES, strict=True))
        for number in range(6)
    ]
    return near + [ModelPrice(day, "dear", 9.0, 2000.0) for day in DAYS]


def _models(rng: np.random.Generator) -> list[QualifyingModel]:
    """The cheapest model of each day, and others that must not count: more expensive, or of unknown size.

    The published range of the closed model lies anywhere around its size.
    """
    middle = SIZES[0] + rng.uniform(-HALF_RANGE, HALF_RANGE)
    closed = math.exp(middle - HALF_RANGE), math.exp(middle + HALF_RANGE)
    models = [QualifyingModel(DAYS[0], "closed", 1.0, *closed)]
    for day, size in zip(DAYS[1:], SIZES[1:], strict=True):
        models.append(QualifyingModel(day, f"open {day}", 1.0, math.exp(size), math.exp(size)))
    unknown = [QualifyingModel(day, "unknown", 0.6) for day in DAYS]
    return models + unknown + [QualifyingModel(day, "larger", 1.1, 900.0, 900.0) for day in DAYS]


def _same_weights(rng: np.random.Generator) -> list[ModelPrice]:
    """Forty open models, each sold for a year or more; every month the market moves, and each price about it."""
    served = TRUE["hardware"] - 0.8 - EIGHT_BITS
    monthly = served / 24 + MARGIN_A_MONTH
    prices = []
    for model in range(40):
        first, log = max(0, int(rng.integers(-12, 13))), rng.normal(0, 1)
        for month in range(first, 25):
            prices.append(ModelPrice(MONTHS[month], f"open {model}", math.exp(log)))
            log += monthly + rng.normal(0, 0.1)
    return prices
