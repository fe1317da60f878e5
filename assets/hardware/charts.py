"""Chart of the tokens that a dollar of rental buys on each accelerator, over benchmark releases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from assets.charts import (
    BLUE,
    LABEL_PX,
    MUTED,
    VERMILION,
    Chart,
    Frame,
    Label,
    altair,
    chart_of,
    finished,
    label_layer,
    spread,
    stamp,
)

WIDTH, HEIGHT, MARGIN = 640, 340, 150
"""Size of the plot in pixels; MARGIN is the width at the right for names."""
TICKS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200)
AMD = "mi"


class TokensPerDollar(NamedTuple):
    """Million output tokens per USD on one accelerator at one release; `providers` counts those with a rental price."""

    day: date
    accelerator: str
    mtok: float
    providers: int


def throughput_per_dollar_chart(points: Sequence[TokensPerDollar], unpriced: int, title: str) -> Chart:
    """Draw the million tokens per dollar of each accelerator over releases, each named at its last release.

    Args:
        points: The points, in any order.
        unpriced: Number of results without a rental price, which the subtitle states.
        title: Title of the chart.

    Raises:
        ValueError: There is no point.
    """
    if not points:
        raise ValueError("a chart of throughput per dollar needs at least one point")
    frame = _frame(points)
    alt = altair()
    values = [
        {"day": stamp(point.day), "usd": point.mtok, "of": point.accelerator, "colour": _colour(point.accelerator)}
        | {"fill": "white" if point.providers == 1 else _colour(point.accelerator)}
        for point in points
    ]
    base = chart_of(values).encode(x=_days_axis(points, frame), y=_tokens_axis(frame), detail=alt.Detail("of:N"))
    colour = alt.Color("colour:N", scale=None)
    line = base.mark_line(strokeWidth=1.5, opacity=0.6).encode(color=colour)
    dots = base.mark_point(size=55, strokeWidth=1.8, opacity=1).encode(
        stroke=alt.Stroke("colour:N", scale=None), fill=alt.Fill("fill:N", scale=None)
    )
    subtitle = (
        "Million output tokens per US dollar of on-demand rental, best MLPerf result of each release, log scale. "
        "Hollow: one provider's price. Star: rent of sellers that do not state the form. "
        f"{unpriced} results of chips without a price are left out."
    )
    return finished(alt.layer(line, *_name_layers(points, frame), dots), title, subtitle, WIDTH, HEIGHT)


def _frame(points: Sequence[TokensPerDollar]) -> Frame:
    """Days up to the last release, then room for the names; from the tick below all points to the tick above them."""
    first, last = min(point.day for point in points), max(point.day for point in points)
    days = max((last - first).days, 180)
    room = timedelta(days=round(days * MARGIN / (WIDTH - MARGIN)))
    low = max(tick for tick in TICKS if tick < min(point.mtok for point in points))
    high = min(tick for tick in TICKS if tick > max(point.mtok for point in points))
    return Frame(first - timedelta(days=30), first + timedelta(days=days) + room, low, high, WIDTH, HEIGHT)


def _days_axis(points: Sequence[TokensPerDollar], frame: Frame) -> Chart:
    """Years, but none after the last release, where only names are."""
    alt = altair()
    last = max(point.day for point in points)
    years = [alt.DateTime(year=year, month=1, date=1) for year in range(frame.first.year + 1, last.year + 1)]
    ends = [alt.DateTime(year=day.year, month=day.month, date=day.day) for day in (frame.first, frame.last)]
    axis = alt.Axis(values=years, format="%Y", title=None, grid=False)
    return alt.X("day:T", scale=alt.Scale(domain=ends), axis=axis)


def _tokens_axis(frame: Frame) -> Chart:
    alt = altair()
    ticks = [tick for tick in TICKS if frame.low <= tick <= frame.high]
    axis = alt.Axis(values=ticks, format="~g", title=None)
    return alt.Y("usd:Q", scale=alt.Scale(type="log", domain=[frame.low, frame.high], nice=False), axis=axis)


def _name_layers(points: Sequence[TokensPerDollar], frame: Frame) -> list[Chart]:
    """Names in a column at the right, moved apart, with a thin line from the last point of each."""
    alt = altair()
    lines: dict[str, list[TokensPerDollar]] = defaultdict(list)
    for point in sorted(points):
        lines[point.accelerator].append(point)
    ends = sorted((line[-1] for line in lines.values()), key=lambda end: frame.y(end.mtok))
    left = WIDTH - MARGIN + 14
    places = spread([frame.y(end.mtok) for end in ends], LABEL_PX + 3)
    leaders = [
        {"x": frame.x(end.day) + 5, "y": frame.y(end.mtok), "x2": left - 3, "y2": place}
        for end, place in zip(ends, places, strict=True)
    ]
    rules = chart_of(leaders).mark_rule(color=MUTED, opacity=0.35, strokeWidth=0.8)
    x, y = alt.X("x:Q", scale=None, axis=None), alt.Y("y:Q", scale=None, axis=None)
    rules = rules.encode(x=x, y=y, x2=alt.X2("x2:Q"), y2=alt.Y2("y2:Q"))
    layers = [rules]
    for colour in (BLUE, VERMILION):
        names = [
            Label(f"{end.accelerator} {end.mtok:.3g}", (left, place - LABEL_PX / 2, WIDTH, place + LABEL_PX / 2))
            for end, place in zip(ends, places, strict=True)
            if _colour(end.accelerator) == colour
        ]
        if names:
            layers.append(label_layer(names, align="left", color=colour))
    return layers


def _colour(accelerator: str) -> str:
    return VERMILION if accelerator.startswith(AMD) else BLUE
