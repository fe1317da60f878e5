"""What a method may know besides the series it forecasts: every other frontier and every offer, as of the same day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

import numpy as np

from assets.trends.series import CostSeries, Floats, FrontierSeries, monthly_log10


class Offer(NamedTuple):
    """What the tokens of one answer cost at one seller of one model over one interval; `valid_to` None = still on sale.

    `family` is the maker of the model, `score` its capability on one scale for all.
    """

    workload: str
    model_id: str
    provider: str
    family: str
    score: float
    valid_from: date
    valid_to: date | None
    usd: float


@dataclass(frozen=True, eq=False)
class Panel:
    """Every series known at one origin, kept in the order of their names so that no sum depends on the order given.

    Its identity is the key under which methods remember what they estimate once for all series.
    """

    series: tuple[FrontierSeries, ...]
    offers: tuple[Offer, ...] = ()

    def __post_init__(self) -> None:
        """Sort both, whatever order they came in."""
        object.__setattr__(self, "series", tuple(sorted(self.series, key=lambda one: (one.bar, one.workload))))
        object.__setattr__(self, "offers", tuple(sorted(self.offers, key=_offer_order)))

    @cached_property
    def levels(self) -> tuple[Floats, ...]:
        """Monthly log10 USD of each series, in the order of `series`."""
        return tuple(monthly_log10(one.series)[1] for one in self.series)

    @cached_property
    def steps(self) -> tuple[Floats, ...]:
        """Monthly differences of `levels`."""
        return tuple(np.diff(levels) for levels in self.levels)

    @cached_property
    def tokens(self) -> "Panel":
        """The same panel without the searches of any answer; itself where there are none."""
        if all(one.search is None for one in self.series):
            return self
        return Panel(tuple(one.tokens() for one in self.series), self.offers)

    @property
    def origin(self) -> date:
        """The day up to which all of it is known."""
        return self.series[0].series.as_of


CostStep = tuple[str, str, date, float, float | None]
"""(bar, workload, date, usd, usd of its searches): what an answer costs from that date on."""


class PanelRows(NamedTuple):
    """What a panel is made of: the rows of `find_frontier_costs.sql` and `find_offers.sql`."""

    steps: tuple[CostStep, ...]
    offers: tuple[tuple[object, ...], ...]


def read_panel(steps: Iterable[CostStep], offers: Iterable[tuple[object, ...]], as_of: date) -> Panel:
    """Make a panel of the rows of `find_frontier_costs.sql` and `find_offers.sql`, known up to `as_of`."""
    grouped: dict[tuple[str, str], list[CostStep]] = {}
    for step in steps:
        grouped.setdefault(step[:2], []).append(step)
    series = (_read_series(bar, workload, found, as_of) for (bar, workload), found in grouped.items())
    return Panel(tuple(series), tuple(Offer._make(offer) for offer in offers))


def known_at(panel: Panel, origin: date) -> Panel:
    """Return what of a panel was on sale up to `origin`: later steps are cut, later ends are not yet known."""
    series = (cut for one in panel.series if (cut := _cut(one, origin)))
    offers = (
        offer if offer.valid_to is None or offer.valid_to <= origin else offer._replace(valid_to=None)
        for offer in panel.offers
        if offer.valid_from <= origin
    )
    return Panel(tuple(series), tuple(offers))


def alone(series: CostSeries) -> Panel:
    """Make a panel of one series, for a file of one's own."""
    return Panel((FrontierSeries("", "", series),))


def _cut(one: FrontierSeries, origin: date) -> FrontierSeries | None:
    kept = [index for index, day in enumerate(one.series.dates) if day <= origin]
    if not kept:
        return None
    dates = tuple(one.series.dates[index] for index in kept)
    search = None if one.search is None else CostSeries(dates, one.search.usd[kept], origin)
    return FrontierSeries(one.bar, one.workload, CostSeries(dates, one.series.usd[kept], origin), search)


def _read_series(bar: str, workload: str, steps: Sequence[CostStep], as_of: date) -> FrontierSeries:
    dates = tuple(day for _, _, day, _, _ in steps)
    searches = [usd for *_, usd in steps if usd is not None]
    series = CostSeries(dates, np.array([usd for _, _, _, usd, _ in steps]), as_of)
    return FrontierSeries(bar, workload, series, CostSeries(dates, np.array(searches), as_of) if searches else None)


def _offer_order(offer: Offer) -> tuple[object, ...]:
    return (*offer[:6], offer.valid_to or date.max, offer.usd)
