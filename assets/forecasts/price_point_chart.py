"""Draw price points: for each application since when a use fits its budget, or when it may."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from assets.charts import BLUE, INK, MUTED, VERMILION, Chart, altair, chart_of, finished, stamp
from assets.forecasts.ahead import YEARS
from assets.formats import dollars, percent
from assets.trends.paths import add_months

ROW_PX = 21


class PointMark(NamedTuple):
    """An application at a bar: its day (viable, or an even chance) with an interval, and the label beside it.

    `kind` is `crossed`, `first` (within the budget when first compared) or `open`; a day is None where there is none.
    """

    label: str
    kind: str
    day: date | None
    low: date | None
    high: date | None
    note: str
    cost: str


def point_marks(rows: Iterable[Mapping[str, Any]]) -> list[PointMark]:
    """Return the marks of out_price_point rows that have `label` and `bar_label`, in their order."""
    return [_mark(row) for row in rows]


def _mark(row: Mapping[str, Any]) -> PointMark:
    label = f"{row['label']}, {short_bar(row['bar_label'])}"
    cost = f"{dollars(row['usd_per_task'])} of {dollars(row['budget_usd'])}"
    if row["status"] == "viable":
        kind = "first" if row["below_at_first_comparison"] else "crossed"
        note = "" if row["holds_now"] else "above again"
        return PointMark(label, kind, row["viable_on"], None, None, note, cost)
    low, middle, high = row["date_p10"], row["date_p50"], row["date_p90"]
    note = "no forecast" if row["p_5y"] is None else f"{percent(row['p_5y'])} in {YEARS[-1]} years"
    return PointMark(label, "open", middle, low, high, note, cost)


def short_bar(bar_label: str) -> str:
    """Return a bar's label without the benchmark: GPT-4, 140 points."""
    return re.split(r" on | \(", bar_label, maxsplit=1)[0]


def price_point_chart(marks: Sequence[PointMark], origin: date, title: str, width: int = 560) -> Chart:
    """Draw one row for each mark on a timeline that ends with the forecasts, and cost and budget beside it.

    An interval that does not end within the forecasts runs to the edge. Raises ValueError when there is no mark.
    """
    if not marks:
        raise ValueError("a chart of price points needs at least one")
    alt = altair()
    end = add_months(origin, 12 * YEARS[-1])
    first = min([mark.day for mark in marks if mark.day and mark.kind != "open"] + [origin])
    values = [_values(mark, origin, end) for mark in marks]
    names = [mark.label for mark in marks]
    ends = [alt.DateTime(year=day.year, month=day.month, date=day.day) for day in (add_months(first, -3), end)]
    across = alt.Scale(domain=ends)
    x = alt.X("day:T", scale=across, axis=alt.Axis(format="%Y", tickCount="year", title=None))
    axis = alt.Axis(title=None, domain=False, ticks=False, labelLimit=0, labelFontSize=12, grid=True)
    y = alt.Y("label:N", sort=names, axis=axis)
    base = chart_of(values)
    today = chart_of([{"day": stamp(origin)}]).mark_rule(color=MUTED, strokeDash=[3, 3])
    bars = base.transform_filter("datum.low").mark_bar(size=8, color=VERMILION, opacity=0.3)
    dots = {
        "crossed": base.mark_point(filled=True, size=80, color=BLUE, opacity=1),
        "first": base.mark_point(filled=False, size=70, color=BLUE, opacity=1, strokeWidth=2),
        "open": base.transform_filter("datum.day").mark_point(filled=True, size=70, color=VERMILION, opacity=1),
    }
    # What is open has nothing left of today, what is viable seldom anything right of its dot: words go there.
    note = {"text": "note:N", "x": alt.X("note_on:T", scale=across), "y": y}
    left = base.transform_filter("datum.kind == 'open'").mark_text(align="right", dx=-6, fontSize=11, color=MUTED)
    right = base.transform_filter("datum.kind != 'open'").mark_text(align="left", dx=9, fontSize=11, color=MUTED)
    cost = base.mark_text(align="left", color=INK, fontSize=12)
    chart = alt.layer(
        today.encode(x=alt.X("day:T", scale=across)),
        bars.encode(x=alt.X("low:T", scale=across), x2=alt.X2("high:T"), y=y),
        *(mark.transform_filter(f"datum.kind == '{kind}'").encode(x=x, y=y) for kind, mark in dots.items()),
        left.encode(**note),
        right.encode(**note),
        cost.encode(x=alt.value(width + 8), y=y, text=alt.Text("cost:N")),
    )
    subtitle = (
        "Blue: within the budget for 90 days since then (ring: already when first compared). Orange: not yet, with the "
        "day of an even chance and the span from 10 to 90%. Right: what one use costs today, of its budget."
    )
    return finished(chart, title, subtitle, width, ROW_PX * len(marks))


def _values(mark: PointMark, origin: date, end: date) -> dict[str, object]:
    interval = {"low": mark.low, "high": mark.high or end} if mark.low else {"low": None, "high": None}
    days = {"day": mark.day, "note_on": origin if mark.kind == "open" else mark.day, **interval}
    return {**mark._asdict(), **{name: day and stamp(day) for name, day in days.items()}}
