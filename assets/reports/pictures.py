"""List the page's pictures: which rows each chart shows, in two widths, for a desktop and for a phone.

The charts themselves are defined in `assets/*/*_chart.py`.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from assets.charts import TargetLine
from assets.forecasts import headline
from assets.forecasts.outlook_chart import Outlook, Quantiles, outlook_picture
from assets.hardware.rental_chart import DRAWN, DRAWN_KIND, RentalIndexPoint, rental_picture
from assets.hardware.serving_chart import NeededUtilisation, serving_picture
from assets.hardware.throughput_chart import Benchmark, TokensPerDollar, throughput_picture
from assets.reports import crossing_chart
from assets.reports.chances_chart import chances_picture
from assets.reports.crossing_chart import Crossing, crossing_picture
from assets.reports.front import compared_methods, finding
from assets.reports.gather import OPEN_TARGET, ReportData, Row
from assets.reports.picture_rows import crossing_rows, outlook_rows
from assets.svg import NARROW, WIDE
from assets.trends.backtest_chart import Reliability, reliability_picture
from assets.trends.driver_chart import JOINED, DriverShare, driver_waterfall
from assets.trends.frontier_names import Step
from assets.trends.price_series_chart import price_series_picture, series_points

MEASURED = ("hardware", "algorithms")
"""Drivers with a bar of their own."""


class Picture(NamedTuple):
    """A chart as SVG: the one to keep as a file, and a narrow one for a phone."""

    wide: str
    narrow: str


@dataclass(frozen=True)
class Drawing:
    """A picture that is not drawn yet: a function, all that it shows, and its rows where they are not shown as such."""

    function: Callable[..., Picture]
    shown: tuple[object, ...]
    table: Sequence[Row] | None = None

    @cached_property
    def digest(self) -> str:
        """SHA-256 of all that the picture shows."""
        return hashlib.sha256(repr(self.shown).encode()).hexdigest()

    @property
    def rows(self) -> Sequence[Row]:
        """The rows for the CSV beside the picture: its table, or the first rows among what it shows."""
        if self.table is not None:
            return self.table
        lists = (part for part in self.shown if isinstance(part, list) and part and isinstance(part[0], Mapping))
        return next(lists, [])

    def draw(self) -> Picture:
        """Draw the picture."""
        return self.function(*self.shown)


def list_drawings(data: ReportData) -> dict[str, Drawing]:
    """Return the drawings by name; a picture without rows, or without a date, is left out."""
    if not data.as_of:
        return {}
    drawings: dict[str, Drawing] = {}
    verdict, as_of = data.verdict(headline.TARGET), data.as_of
    if data.steps and verdict:
        crossing = Crossing(tuple(data.steps), verdict, as_of)
        drawings["crossing"] = Drawing(_crossing, (crossing, finding(data)), crossing_rows(crossing))
    if compared := compared_methods(data):
        drawings["chances"] = Drawing(_chances, (compared, as_of))
    if data.steps:
        targets = chart_targets(data)
        table = outlook_rows(data.steps, data.forecast, targets)
        drawings["frontier"] = Drawing(_outlook, (data.steps, data.forecast, targets, as_of), table)
    if data.reliability:
        drawings["reliability"] = Drawing(_reliability, (data.reliability, as_of))
    if whole := [row for row in data.drivers if row["span"] == "whole"]:
        drawings["drivers"] = Drawing(_waterfall, (whole, as_of))
    if priced := [row for row in data.throughput if row["mtok_per_usd"]]:
        drawings["throughput"] = Drawing(_throughput, (priced, len(data.throughput) - len(priced), as_of))
    if medians := [row for row in data.rentals if row["accelerator"] in DRAWN and row["kind"] == DRAWN_KIND]:
        drawings["rental"] = Drawing(_rental, (medians, as_of))
    if data.serving:
        drawings["serving"] = Drawing(_serving, (data.serving, as_of))
    if data.price_series:
        drawings["price-series"] = Drawing(_price_series, (data.price_series, as_of))
    return drawings


def chart_targets(data: ReportData) -> list[TargetLine]:
    """Return the searches drawn as lines: the headline's, the cheapest search on sale, and the open target."""
    rows = [row for row in data.verdicts if (row["bar"], row["workload"]) == (headline.BAR, headline.WORKLOAD)]
    on_sale = [row for row in rows if row["target_kind"] == "market-price" and not row["target_ended_on"]]
    cheapest = min(on_sale, key=lambda row: row["now_target_usd_per_query"], default=None)
    shown = [data.verdict(headline.TARGET), cheapest, data.verdict(OPEN_TARGET)]
    return [TargetLine(_short(row), float(row["now_target_usd_per_query"])) for row in shown if row]


def _crossing(crossing: Crossing, title: str) -> Picture:
    return Picture(*(crossing_picture(crossing, title, size) for size in crossing_chart.SIZES))


def _in_both_widths(draw: Callable[[int], str]) -> Picture:
    return Picture(draw(WIDE), draw(NARROW))


def _chances(rows: list[Row], as_of: date) -> Picture:
    return _in_both_widths(lambda width: chances_picture(rows, as_of, width))


def _outlook(rows: list[Row], forecast: list[Row], targets: Sequence[TargetLine], as_of: date) -> Picture:
    steps = [Step(row["valid_from"], float(row["usd_per_query"]), row["model"].split(" (")[0]) for row in rows]
    outlook = Outlook(steps, _quantiles(forecast), targets, as_of)
    return _in_both_widths(lambda width: outlook_picture(outlook, width))


def _reliability(rows: list[Row], as_of: date) -> Picture:
    bins = [Reliability(**row) for row in rows]
    return _in_both_widths(lambda width: reliability_picture(bins, as_of, width))


def _waterfall(rows: list[Row], as_of: date) -> Picture:
    start, end = ((rows[0][f"period_{end}"], float(rows[0][f"usd_per_query_{end}"])) for end in ("from", "to"))
    shares = list(_driver_shares(rows))
    return _in_both_widths(lambda width: driver_waterfall(start, end, shares, as_of=as_of, width=width))


def _driver_shares(rows: list[Row]) -> Iterator[DriverShare]:
    """Yield the drivers of a period; the market and the residual are one bar until they can be told apart."""
    ends = ("log_change", "log_change_low", "log_change_high")
    yield from (DriverShare(row["driver"], *map(row.get, ends)) for row in rows if row["driver"] in MEASURED)
    for row in rows:
        if row["driver"] == "residual":
            yield DriverShare(JOINED, *(row[f"with_market_{end}"] for end in ends))


def _throughput(rows: list[Row], unpriced: int, as_of: date) -> Picture:
    points = [TokensPerDollar(r["released_on"], r["accelerator"], r["mtok_per_usd"], r["n_providers"]) for r in rows]
    benchmark = Benchmark(rows[0]["benchmark"], rows[0]["scenario"], unpriced)
    return _in_both_widths(lambda width: throughput_picture(points, benchmark, as_of, width))


def _rental(rows: list[Row], as_of: date) -> Picture:
    points = [RentalIndexPoint(**row) for row in rows]
    return _in_both_widths(lambda width: rental_picture(points, as_of, width))


def _serving(rows: list[Row], as_of: date) -> Picture:
    needed = [NeededUtilisation(**row) for row in rows]
    return _in_both_widths(lambda width: serving_picture(needed, as_of, width))


def _price_series(rows: list[Row], as_of: date) -> Picture:
    points = series_points(rows)
    return _in_both_widths(lambda width: price_series_picture(points, as_of, width))


def _quantiles(rows: list[Row]) -> Quantiles:
    by_date: dict[date, dict[float, float]] = defaultdict(dict)
    for row in rows:
        by_date[row["date"]][row["quantile"]] = row["usd_per_query"]
    return by_date


def _short(row: Row) -> str:
    return row["target_label"].split(" (")[0].split(",")[0].removesuffix(" per query")
