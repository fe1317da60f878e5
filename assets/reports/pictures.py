"""List the page's pictures: which rows each chart shows, in two widths, for a desktop and for a phone.

The charts themselves are defined in `assets/*/charts.py`.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from assets.charts import TargetLine, to_svg
from assets.forecasts import headline
from assets.forecasts.charts import (
    CrossingChance,
    Quantiles,
    methods_chart,
    outlook_chart,
    verdict_cells,
    verdict_chart,
)
from assets.forecasts.price_point_chart import point_marks, price_point_chart
from assets.formats import day, dollars
from assets.hardware.charts import TokensPerDollar, throughput_per_dollar_chart
from assets.hardware.rental_chart import DRAWN, RentalIndexPoint, rental_index_chart
from assets.hardware.serving_chart import CLAIMED_USD_PER_MTOK, NeededUtilisation, serving_chart
from assets.reports import chances_chart, crossing_chart
from assets.reports.chances_chart import chances_picture
from assets.reports.crossing_chart import Crossing, crossing_picture
from assets.reports.front import compared_methods, finding
from assets.reports.gather import OPEN_TARGET, ReportData, Row
from assets.reports.picture_rows import crossing_rows, outlook_rows
from assets.trends.backtest_chart import Reliability, reliability_chart
from assets.trends.charts import Step
from assets.trends.driver_chart import JOINED, DriverShare, driver_waterfall_chart
from assets.trends.price_series_chart import price_gap, price_series_chart, series_points

OUTLOOK_SIZES, METHOD_SIZES = ((900, 500), (262, 420)), ((780, 280), (190, 230))
DRIVER_SIZE = (760, 300)
MEASURED = ("hardware", "algorithms")
"""Drivers with a bar of their own."""
RELIABILITY_SIZES = (420, 320), (200, 220)
PRICE_SERIES_SIZES = (860, 360), (330, 300)
"""Plotted pixels across and down: within a column of 1,000, and within a phone's 360."""


class Picture(NamedTuple):
    """A chart as SVG: the one to keep as a file, and a narrow one for a phone (empty: none is needed)."""

    wide: str
    narrow: str = ""


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
    """Return the drawings by name; a picture without rows is left out."""
    drawings: dict[str, Drawing] = {}
    verdict = data.verdict(headline.TARGET)
    if data.steps and data.as_of and verdict:
        crossing = Crossing(tuple(data.steps), verdict, data.as_of)
        drawings["crossing"] = Drawing(_crossing, (crossing, finding(data)), crossing_rows(crossing))
    if (compared := compared_methods(data)) and data.as_of:
        drawings["chances"] = Drawing(_chances, (compared, data.as_of))
    if data.steps and data.as_of:
        targets = chart_targets(data)
        table = outlook_rows(data.steps, data.forecast, targets)
        drawings["frontier"] = Drawing(_outlook, (data.steps, data.forecast, targets, data.as_of), table)
    if data.chances:
        drawings["methods"] = Drawing(_methods, (data.chances,))
    if data.reliability:
        drawings["reliability"] = Drawing(_reliability, (data.reliability,))
    drawings |= _list_waterfalls(data.drivers)
    if priced := [row for row in data.throughput if row["mtok_per_usd"]]:
        drawings["throughput"] = Drawing(_throughput, (priced, len(data.throughput) - len(priced)))
    if any(row["accelerator"] in DRAWN for row in data.rentals):
        drawings["rental"] = Drawing(_rental, (data.rentals,))
    if data.serving:
        drawings["serving"] = Drawing(_serving, (data.serving,))
    if data.points and data.as_of:
        drawings["price-points"] = Drawing(_points, (data.points, data.as_of))
    if data.price_series:
        drawings["price-series"] = Drawing(_price_series, (data.price_series,))
    at_level = f">={headline.LEVEL}"
    if rows := [r for r in data.verdicts if r["workload"] == headline.WORKLOAD and r["bar"].endswith(at_level)]:
        drawings["verdict"] = Drawing(_verdict, (rows,))
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


def _chances(rows: list[Row], as_of: date) -> Picture:
    title = "As cheap as a search's electricity?"
    return Picture(*(chances_picture(rows, title, as_of, size) for size in chances_chart.SIZES))


def _outlook(rows: list[Row], forecast: list[Row], targets: Sequence[TargetLine], as_of: date) -> Picture:
    steps = [Step(row["valid_from"], float(row["usd_per_query"]), row["model"].split(" (")[0]) for row in rows]
    title = "The cheapest answer at GPT-4's level, and what a search costs"
    charts = [
        outlook_chart(steps, _quantiles(forecast), targets, origin=as_of, title=title, size=size)
        for size in OUTLOOK_SIZES
    ]
    label = (
        f"{title}: a step line in dollars per answer from {day(steps[0].day)} to {day(as_of)}, its forecast as a fan, "
        "and search costs as dashed lines. The steps are listed in a table below."
    )
    return Picture(*(to_svg(chart, f"frontier-{n}", label) for n, chart in enumerate(charts)))


def _methods(rows: list[Row]) -> Picture:
    chances = [CrossingChance(row["method"], row["date"], row["p_first_passage"]) for row in rows]
    title = "Will an answer cost as little as a search's electricity?"
    charts = [methods_chart(chances, headline.METHOD, title, size) for size in METHOD_SIZES]
    label = f"{title} One line for each method; the values are in the table below."
    return Picture(*(to_svg(chart, f"methods-{n}", label) for n, chart in enumerate(charts)))


def _reliability(rows: list[Row]) -> Picture:
    bins = [Reliability(**row) for row in rows]
    title = f"Did what the {headline.METHOD} called likely happen?"
    charts = [reliability_chart(bins, title, size) for size in RELIABILITY_SIZES]
    label = f"{title} The share of events that happened by the chance they were given, as in out_calibration."
    return Picture(*(to_svg(chart, f"reliability-{n}", label) for n, chart in enumerate(charts)))


def _list_waterfalls(rows: list[Row]) -> dict[str, Drawing]:
    """Return a waterfall for each period: `drivers` for the whole time, and one named by its dates for each part."""
    periods: dict[tuple[str, date, date], list[Row]] = defaultdict(list)
    for row in rows:
        periods[row["span"], row["period_from"], row["period_to"]].append(row)
    drawings = {}
    for (span, start, end), shares in periods.items():
        name = "drivers" if span == "whole" else f"drivers-{day(start)}--{day(end)}".replace(" ", "-")
        drawings[name] = Drawing(_waterfall, (name, shares))
    return drawings


def _waterfall(name: str, rows: list[Row]) -> Picture:
    ends = [(rows[0][f"period_{end}"], float(rows[0][f"usd_per_query_{end}"])) for end in ("from", "to")]
    title = f"What moved the cost of an answer, {day(ends[0][0])} to {day(ends[1][0])}"
    chart = driver_waterfall_chart(*ends, list(_driver_shares(rows)), title, DRIVER_SIZE)
    label = f"{title}: a waterfall in dollars per answer, one bar for each driver; the values are in the table below."
    return Picture(to_svg(chart, name, label))


def _driver_shares(rows: list[Row]) -> Iterator[DriverShare]:
    """Yield the drivers of a period; the market and the residual are one bar until they can be told apart."""
    ends = ("log_change", "log_change_low", "log_change_high")
    yield from (DriverShare(row["driver"], *map(row.get, ends)) for row in rows if row["driver"] in MEASURED)
    for row in rows:
        if row["driver"] == "residual":
            yield DriverShare(JOINED, *(row[f"with_market_{end}"] for end in ends))


def _throughput(rows: list[Row], unpriced: int) -> Picture:
    title = f"Tokens per dollar on {rows[0]['benchmark']}, {rows[0]['scenario']}"
    points = [TokensPerDollar(r["released_on"], r["accelerator"], r["mtok_per_usd"], r["n_providers"]) for r in rows]
    chart = throughput_per_dollar_chart(points, unpriced, title)
    return Picture(to_svg(chart, "throughput", f"{title}: one line for each accelerator over benchmark releases."))


def _rental(rows: list[Row]) -> Picture:
    title = "What renting one accelerator for an hour costs on demand"
    chart = rental_index_chart([RentalIndexPoint(**row) for row in rows], title)
    return Picture(to_svg(chart, "rental", f"{title}, month by month, by accelerator."))


def _serving(rows: list[Row]) -> Picture:
    title = f"How busy an accelerator must be to serve Llama 3 70B at {dollars(CLAIMED_USD_PER_MTOK)} per Mtok"
    chart = serving_chart([NeededUtilisation(**row) for row in rows], title)
    return Picture(to_svg(chart, "serving", f"{title}: one row for each accelerator."))


def _price_series(rows: list[Row]) -> Picture:
    points = series_points(rows)
    title = price_gap(points)
    label = f"{title}: the cheapest at GPT-4's level, the best model on sale, and the average of the tokens used."
    charts = [price_series_chart(points, title, size) for size in PRICE_SERIES_SIZES]
    return Picture(*(to_svg(chart, f"price-series-{n}", label) for n, chart in enumerate(charts)))


def _points(rows: list[Row], as_of: date) -> Picture:
    title = f"What one use costs against its budget, and since when it fits, as of {day(as_of)}"
    chart = price_point_chart(point_marks(rows), as_of, title)
    return Picture(to_svg(chart, "price-points", f"{title}: one row for each application and bar."))


def _verdict(rows: list[Row]) -> Picture:
    title = f"When a GPT-4-class answer cost what a search costs, as of {day(rows[0]['as_of'])}"
    label = f"{title}: a matrix of three bars and every cost of a search, all in the first table of verdicts."
    return Picture(to_svg(verdict_chart(verdict_cells(rows), title), "verdict", label))


def _quantiles(rows: list[Row]) -> Quantiles:
    by_date: dict[date, dict[float, float]] = defaultdict(dict)
    for row in rows:
        by_date[row["date"]][row["quantile"]] = row["usd_per_query"]
    return by_date


def _short(row: Row) -> str:
    return row["target_label"].split(" (")[0].removesuffix(" per query")
