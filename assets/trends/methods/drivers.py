"""Drivers: the cost as margin x price per GPU-hour / tokens per GPU-hour, each factor forecast, down to a floor.

The factors are those of `out_driver`, as known at the origin. The observed rate of a factor over the last two years
has at most half the weight, and a prior has the rest, because the factor may stop.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from assets.trends.chip_costs import DriverEstimates, measure
from assets.trends.driver_estimates import LogEstimate, frontier_sizes
from assets.trends.driver_evidence import DriverHistory
from assets.trends.methods.draws import add_costs
from assets.trends.methods.interface import Method, Trend, UnfittedError
from assets.trends.methods.market_walk import MarketRate, MarketWalk, along
from assets.trends.methods.panel import Panel
from assets.trends.paths import add_months
from assets.trends.series import RATE_YEAR_DAYS, Floats, FrontierSeries

BACK_MONTHS = 24
LEAST_DAYS = 90
"""Fewest days of a rate: over less than a quarter it is noise."""
SATURATION_MONTHS = 12.0
"""Software for existing chips and models makes most of its gain within a year (`out_software_gain`)."""
FLOOR = 0.025
"""Power as a share of the cost, the floor below which no margin lowers it: 0.7 kW, a third more for cooling, at $0.08
a kWh, is about a fortieth of the $3 an H100 costs an hour.
"""


class FactorRate(NamedTuple):
    """Natural log per month with its standard error."""

    mean: float
    error: float


PRIORS = {
    "hardware": FactorRate(-math.log(1.3) / 12, math.log(1.3) / 12),
    "software": FactorRate(-math.log(1.5) / 12, math.log(1.5) / 12),
    "size": FactorRate(-math.log(1.7) / 12, math.log(1.7) / 12),
    "margin": FactorRate(0.0, math.log(2.0) / 12),
}
"""Before anything is measured, from studies older than the first origin: chips give 1.3 times more per dollar a year
(Hobbhahn & Besiroglu 2022, GPU price-performance), algorithms save half the compute every nine months, 2.5 times a year
(Erdil & Besiroglu 2022, computer vision), here by better software and smaller models; a margin may go either way.
"""


@dataclass(frozen=True)
class DriverWalk:
    """A walk along the sum of the factors' rates, above the floor; the rate of software fades."""

    walk: MarketWalk
    software: float

    def trend(self, interval: float) -> Trend:
        """Return the rate of the next month, with the interval of the factors' rates."""
        return self.walk.trend(interval)

    def draw(self, rng: np.random.Generator, months: int, paths: int) -> Floats:
        """Draw (paths, months) log10 USD."""
        walks = self.walk.draw(rng, months, paths).T
        ahead = np.arange(1, months + 1)
        # The walk has the whole rate of software in every month: the part that fades is added back.
        lasting = SATURATION_MONTHS * -np.expm1(-ahead / SATURATION_MONTHS)
        walks += (self.software * (lasting - ahead))[:, None] / math.log(10.0) + math.log10(1 - FLOOR)
        floor = self.walk.last + math.log10(FLOOR)
        return add_costs(walks, np.full(months, floor)).T


def fit(frontier: FrontierSeries, panel: Panel) -> DriverWalk:
    """Add up the rates of the factors.

    Raises UnfittedError when the panel has no evidence of the drivers, or the series spans a single calendar month.
    """
    history = panel.drivers
    if history is None:
        raise UnfittedError("drivers needs GPU-hour prices, speeds and open models, got none")
    sizes = frontier_sizes(history.models.get(frontier.bar, ()))
    rates = {**shared_rates(history, panel.origin), "size": expected("size", slope_of(sizes, panel.origin))}
    total = sum(rate.mean for rate in rates.values())
    error = math.sqrt(sum(rate.error**2 for rate in rates.values()))
    figures = len(history.evidence.rentals) + len(history.evidence.speeds)
    rate = MarketRate(total / math.log(10.0), error / math.log(10.0), math.inf, figures)
    return DriverWalk(along(rate, frontier.series, panel), rates["software"].mean)


@lru_cache(maxsize=4)
def shared_rates(history: DriverHistory, origin: date) -> Mapping[str, FactorRate]:
    """Return the rates of hardware, software and margin, which all bars share."""
    estimates = measure(history.evidence)
    hardware = slope_of(work_levels(estimates, [rental.day for rental in history.evidence.rentals]), origin)
    faster, weights = slope_of(estimates.software, origin), slope_of(estimates.same_weights, origin)
    # The margin is the change of the price of unchanged weights less that of the cost of serving them.
    margin = None if hardware is None or faster is None or weights is None else weights - hardware + faster
    return {
        "hardware": expected("hardware", hardware),
        "software": expected("software", None if faster is None else -faster),
        "margin": expected("margin", margin),
    }


def work_levels(estimates: DriverEstimates, days: Iterable[date]) -> LogEstimate[date]:
    """Return log USD per unit of work on the cheapest chip of each day, at one number format for all."""
    chips_by_day = {day: estimates.chips(day) for day in sorted(set(days))}
    logs = {day: np.min([chip.logs for chip in chips], axis=0) for day, chips in chips_by_day.items() if chips}
    return LogEstimate(logs, estimates.rentals.n)


def expected(factor: str, slope: Floats | None) -> FactorRate:
    """Return the posterior of a factor's rate: prior and observation weighted by their precision.

    A future rate is assumed to differ from the observed one as much as rates differ from the prior.

    Args:
        factor: Name of the factor in PRIORS.
        slope: The observed rate, natural log per month (1 + DRAWS,), or None.
    """
    prior = PRIORS[factor]
    if slope is None:
        return prior
    weight = prior.error**2 / (2 * prior.error**2 + float(np.var(slope[1:])))
    return FactorRate(prior.mean + weight * (float(slope[0]) - prior.mean), prior.error * math.sqrt(1 - weight))


def slope_of(estimate: LogEstimate[date], origin: date) -> Floats | None:
    """Return natural log per month (1 + DRAWS,) over the last BACK_MONTHS; None where under LEAST_DAYS are measured."""
    days = sorted(day for day in estimate.logs if add_months(origin, -BACK_MONTHS) <= day <= origin)
    if not days or (days[-1] - days[0]).days < LEAST_DAYS:
        return None
    return (estimate.logs[days[-1]] - estimate.logs[days[0]]) / ((days[-1] - days[0]).days / RATE_YEAR_DAYS * 12)


METHOD = Method("drivers", fit, needs="drivers")
