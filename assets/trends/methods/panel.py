"""The panel: every frontier and every offer known on one day, for methods that read more than one series."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

import numpy as np

from assets.trends.driver_evidence import DriverHistory
from assets.trends.series import CostSeries, Floats, FrontierSeries, monthly_log10


class PanelOffer(NamedTuple):
    """The cost of the tokens of one answer at one seller over one interval; `valid_to` None = still on sale.

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

    `drivers` is the evidence about the drivers of all prices, which the method of that name needs. Methods cache what
    they estimate for all series under the identity of the panel.
    """

    series: tuple[FrontierSeries, ...]
    offers: tuple[PanelOffer, ...] = ()
    drivers: DriverHistory | None = None

    def __post_init__(self) -> None:
        """Sort series and offers."""
        object.__setattr__(
            self, "series", tuple(sorted(self.series, key=lambda frontier: (frontier.bar, frontier.workload)))
        )
        object.__setattr__(self, "offers", tuple(sorted(self.offers, key=_offer_order)))

    @cached_property
    def levels(self) -> tuple[Floats, ...]:
        """Monthly log10 USD of each series, in the order of `series`."""
        return tuple(monthly_log10(frontier.series)[1] for frontier in self.series)

    @cached_property
    def steps(self) -> tuple[Floats, ...]:
        """Monthly differences of `levels`."""
        return tuple(np.diff(levels) for levels in self.levels)

    @cached_property
    def tokens(self) -> "Panel":
        """The same panel without the searches of any answer; itself where there are none."""
        if all(frontier.search is None for frontier in self.series):
            return self
        return Panel(tuple(frontier.tokens() for frontier in self.series), self.offers, self.drivers)

    @property
    def origin(self) -> date:
        """The day up to which all of it is known."""
        return self.series[0].series.as_of


CostStep = tuple[str, str, date, float, float | None]
"""(bar, workload, date, usd, usd of its searches): what an answer costs from that date on."""


class PanelRows(NamedTuple):
    """The rows behind a panel: those of `find_frontier_costs.sql` and `find_offers.sql`, and the drivers' history."""

    steps: tuple[CostStep, ...]
    offers: tuple[tuple[object, ...], ...] = ()
    drivers: DriverHistory | None = None


def read_panel(rows: PanelRows, as_of: date) -> Panel:
    """Build the panel of everything known up to `as_of`."""
    grouped: dict[tuple[str, str], list[CostStep]] = {}
    for step in rows.steps:
        grouped.setdefault(step[:2], []).append(step)
    series = (_read_series(bar, workload, steps, as_of) for (bar, workload), steps in grouped.items())
    return Panel(tuple(series), tuple(PanelOffer._make(offer) for offer in rows.offers), rows.drivers)


def known_at(panel: Panel, origin: date) -> Panel:
    """Return the panel as known at `origin`: later steps are cut, later ends of offers are not yet known."""
    series = (cut for frontier in panel.series if (cut := _cut(frontier, origin)))
    offers = (
        offer if offer.valid_to is None or offer.valid_to <= origin else offer._replace(valid_to=None)
        for offer in panel.offers
        if offer.valid_from <= origin
    )
    return Panel(tuple(series), tuple(offers), panel.drivers and panel.drivers.until(origin))


def _cut(frontier: FrontierSeries, origin: date) -> FrontierSeries | None:
    kept = [index for index, day in enumerate(frontier.series.dates) if day <= origin]
    if not kept:
        return None
    dates = tuple(frontier.series.dates[index] for index in kept)
    search = None if frontier.search is None else CostSeries(dates, frontier.search.usd[kept], origin)
    return FrontierSeries(frontier.bar, frontier.workload, CostSeries(dates, frontier.series.usd[kept], origin), search)


def _read_series(bar: str, workload: str, steps: Sequence[CostStep], as_of: date) -> FrontierSeries:
    dates = tuple(day for _, _, day, _, _ in steps)
    searches = [usd for *_, usd in steps if usd is not None]
    series = CostSeries(dates, np.array([usd for _, _, _, usd, _ in steps]), as_of)
    return FrontierSeries(bar, workload, series, CostSeries(dates, np.array(searches), as_of) if searches else None)


def _offer_order(offer: PanelOffer) -> tuple[object, ...]:
    return (*offer[:6], offer.valid_to or date.max, offer.usd)
