"""The observed cost of one thing over time, and the two views of it that the trend methods fit.

Floats are for statistics only; money in tables stays Decimal. No function reads the current date.
"""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

RATE_YEAR_DAYS = 365.0
"""Days in the year of a published rate: with 365.25 days the rates of Epoch would be missed by 0.2 to 0.5%."""

TIE_DECIMALS = 9
"""Decimals to which computed numbers are rounded before a comparison: their last digits depend on the processor."""
USD_DECIMALS = 15
"""Decimals of a cost in USD: more than any cost has, and fewer than a float of about 0.001 can hold."""


@dataclass(frozen=True, eq=False)
class CostSeries:
    """A cost as a step function: `usd[i]` holds from `dates[i]` until the next date, the last until `as_of`.

    `dates` strictly increase; `usd` is a float64 array (dates,) of positive finite dollars, of which a read-only
    copy is kept; `as_of` is the day up to which the series is known.
    Raises ValueError, one line, when any of that does not hold.
    """

    dates: tuple[date, ...]
    usd: Floats
    as_of: date

    def __post_init__(self) -> None:
        """Copy the inputs into their own types, then refuse what is not a cost series."""
        object.__setattr__(self, "dates", tuple(self.dates))
        object.__setattr__(self, "usd", np.array(self.usd, dtype=np.float64))
        self.usd.setflags(write=False)
        _refuse_bad(self)


@dataclass(frozen=True)
class FrontierSeries:
    """The frontier of one bar and workload; `search` is the part of each cost that buys searches, if there is one."""

    bar: str
    workload: str
    series: CostSeries
    search: CostSeries | None = None

    def tokens(self) -> "FrontierSeries":
        """Return the same frontier without its searches. Raises ValueError where nothing remains for the tokens."""
        if self.search is None:
            return self
        # Rounding restores the decimal, so that an unchanged price of tokens stays unchanged in floats.
        usd = np.round(self.series.usd - self.search.usd, USD_DECIMALS)
        left = CostSeries(self.series.dates, usd, self.series.as_of)
        return FrontierSeries(self.bar, self.workload, left)


def monthly_log10(series: CostSeries) -> tuple[tuple[date, ...], Floats]:
    """Return month ends (n,) and log10 of the USD in force on them (n,), from the first date's month to `as_of`.

    The last point is `as_of` itself, which represents the month in progress, so that one difference is one month.
    """
    ends, days = _month_ends(series.dates[0].replace(day=1), series.as_of)
    in_force = np.searchsorted(_ordinals(series.dates), days, side="right") - 1
    return ends, np.log10(series.usd[in_force])


def record_lows(series: CostSeries) -> CostSeries:
    """Return only the points that are cheaper than every earlier point, with the same `as_of`."""
    lowest_before = np.minimum.accumulate(np.concatenate(([np.inf], series.usd[:-1])))
    kept = np.flatnonzero(series.usd < lowest_before)
    return CostSeries(tuple(series.dates[i] for i in kept), series.usd[kept], series.as_of)


def years_since(origin: date, dates: Sequence[date]) -> Floats:
    """Return the years of 365 days from `origin` to each date (n,); negative before it."""
    return (_ordinals(dates) - origin.toordinal()) / RATE_YEAR_DAYS


def _ordinals(dates: Iterable[date]) -> NDArray[np.int64]:
    return np.array([day.toordinal() for day in dates], dtype=np.int64)


@lru_cache(maxsize=1024)
def _month_ends(first: date, as_of: date) -> tuple[tuple[date, ...], NDArray[np.int64]]:
    """Return the ends of the months from `first` to `as_of`, as dates and as ordinals; every method asks for them."""
    months = (divmod(month, 12) for month in range(first.year * 12 + first.month - 1, as_of.year * 12 + as_of.month))
    ends = tuple(min(date(year, index + 1, monthrange(year, index + 1)[1]), as_of) for year, index in months)
    return ends, _ordinals(ends)


def _refuse_bad(series: CostSeries) -> None:
    dates, usd = series.dates, series.usd
    if not dates:
        raise ValueError("a cost series needs at least one date")
    if usd.shape != (len(dates),):
        raise ValueError(f"a cost series needs one cost per date, got {len(dates)} dates but costs {usd.shape}")
    for before, after in pairwise(dates):
        if after <= before:
            raise ValueError(f"dates must strictly increase, got {after} after {before}")
    for day, cost in zip(dates, usd, strict=True):
        if not (np.isfinite(cost) and cost > 0):
            raise ValueError(f"costs must be positive and finite, got {cost} on {day}")
    if series.as_of < dates[-1]:
        raise ValueError(f"as_of {series.as_of} is before the last date {dates[-1]}")
