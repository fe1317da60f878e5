"""Chart of what renting an accelerator costs: one small panel for each form; months without a price stay empty."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from assets.charts import BLUE, INK, THEME, VERMILION, Chart, altair, chart_of, stamp
from assets.formats import dollars

DRAWN = {
    "h100-sxm-80gb": "H100 SXM",
    "h100-pcie-80gb": "H100 PCIe",
    "h100-nvl-94gb": "H100 NVL",
    "a100-sxm-80gb": "A100 SXM 80 GB",
    "a100-pcie-80gb": "A100 PCIe 80 GB",
    "b200-sxm-180gb": "B200 SXM",
    "h100-unspecified": "H100, form not stated",
    "a100-80gb-unspecified": "A100 80 GB, form not stated",
    "h200-unspecified": "H200, form not stated",
}
"""The series with the longest history and the names to print; a form that is not stated is a series of its own."""
COLOURS = {"median": BLUE, "matched": VERMILION}
PLACES = {"median": 8, "matched": 22}
"""The day of the month at which each kind is drawn, so that one does not hide the other."""
WIDTH, HEIGHT = 205, 150
ABOVE, BELOW = -6, 8
"""Offsets of the last prices' labels, in pixels below their dots: the higher price is above, to avoid overlap."""
TICKS = (0.5, 1, 2, 4, 8, 16)


class RentalIndexPoint(NamedTuple):
    """One month of one form's index; `months_since_previous` is to the month it follows or is chained to."""

    accelerator: str
    kind: str
    month: date
    usd: float
    low: float | None
    high: float | None
    months_since_previous: int | None


def rental_index_chart(points: Sequence[RentalIndexPoint], title: str) -> Chart:
    """Draw one panel for each series of `DRAWN`, all on the same axes.

    Raises:
        ValueError: No series of `DRAWN` has a point.
    """
    alt = altair()
    shown = [point for point in points if point.accelerator in DRAWN]
    if not shown:
        raise ValueError("a rental chart needs a point of an accelerator that is drawn")
    panels = [
        _panel([point for point in shown if point.accelerator == accelerator], name, shown)
        for accelerator, name in DRAWN.items()
        if any(point.accelerator == accelerator for point in shown)
    ]
    subtitle = (
        "US dollars per accelerator and hour on demand, log scale. Blue: median over sellers. Red: the same sellers "
        "compared with an earlier month, where at least three have a price in both. Vertical lines: 90% intervals, "
        "of three sellers or more. Months without a dot have no price."
    )
    heading = alt.TitleParams(title, subtitle=textwrap.wrap(subtitle, 108), offset=14)
    chart = alt.concat(*panels, columns=3, spacing={"column": 18, "row": 14})
    return chart.properties(title=heading).configure(**THEME)


def segments(points: Sequence[RentalIndexPoint]) -> list[list[RentalIndexPoint]]:
    """Return points of one kind in the runs that a line joins: medians of consecutive months, all months of a chain."""
    runs: list[list[RentalIndexPoint]] = []
    for point in points:
        joined = point.months_since_previous is not None
        if runs and joined and (point.kind == "matched" or point.months_since_previous == 1):
            runs[-1].append(point)
        else:
            runs.append([point])
    return runs


def _panel(points: Sequence[RentalIndexPoint], name: str, shown: Sequence[RentalIndexPoint]) -> Chart:
    alt = altair()
    kinds = {kind: [point for point in points if point.kind == kind] for kind in COLOURS}
    kinds = {kind: own for kind, own in kinds.items() if own}
    highest = max(kinds, key=lambda kind: kinds[kind][-1].usd)
    layers = []
    for kind, own in kinds.items():
        layers += _kind_layers(own, COLOURS[kind], shown, ABOVE if kind == highest else BELOW)
    heading = alt.TitleParams(name, fontSize=14, color=INK, anchor="start", frame="group", offset=4)
    return alt.layer(*layers).properties(title=heading, width=WIDTH, height=HEIGHT)


def _kind_layers(
    points: Sequence[RentalIndexPoint], colour: str, shown: Sequence[RentalIndexPoint], dy: int
) -> list[Chart]:
    alt = altair()
    x, y = _axes(shown)
    values = [
        {"day": _place(point), "usd": point.usd, "low": point.low, "high": point.high, "run": number}
        for number, run in enumerate(segments(points))
        for point in run
    ]
    is_chain = points[0].kind == "matched"
    base = chart_of(values)
    line = base.mark_line(color=colour, strokeWidth=2, strokeDash=[4, 3] if is_chain else [1, 0])
    dots = base.mark_point(color=colour, filled=not is_chain, fill="white" if is_chain else colour, size=34)
    whiskers = chart_of([value for value in values if value["low"] is not None])
    last = {**values[-1], "text": dollars(round(points[-1].usd, 2))}
    label = chart_of([last]).mark_text(align="left", dx=7, dy=dy, color=colour)
    return [
        whiskers.mark_rule(color=colour, opacity=0.45, strokeWidth=2).encode(x=x, y=_money("low"), y2=alt.Y2("high:Q")),
        line.encode(x=x, y=y, detail=alt.Detail("run:N")),
        dots.encode(x=x, y=y),
        label.encode(x=x, y=y, text=alt.Text("text:N")),
    ]


def _axes(shown: Sequence[RentalIndexPoint]) -> tuple[Any, Any]:
    alt = altair()
    first, last = min(point.month for point in shown), max(point.month for point in shown) + timedelta(days=200)
    ends = [alt.DateTime(year=day.year, month=day.month, date=day.day) for day in (first, last)]
    axis = alt.Axis(format="%Y", tickCount={"interval": "year", "step": 1}, title=None, grid=False)
    return alt.X("day:T", scale=alt.Scale(domain=ends), axis=axis), _money("usd")


def _money(field: str) -> Any:  # noqa: ANN401 - a channel, see Chart
    alt = altair()
    axis = alt.Axis(values=list(TICKS), labelExpr="'$' + datum.value", title=None)
    return alt.Y(f"{field}:Q", scale=alt.Scale(type="log", domain=[TICKS[0], TICKS[-1]], nice=False), axis=axis)


def _place(point: RentalIndexPoint) -> str:
    return stamp(point.month.replace(day=PLACES[point.kind]))
