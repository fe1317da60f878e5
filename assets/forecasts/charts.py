"""Forecasts and verdicts drawn: the fan ahead of the frontier, the matrix of answers, the methods side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from assets.charts import (
    BLUE,
    INK,
    LABEL_PX,
    LINE_COLOURS,
    Frame,
    TargetLine,
    decades_around,
    finished,
    haloed,
    spread,
    stamp,
    target_layers,
)
from assets.trends.charts import Step, frontier_layers

if TYPE_CHECKING:
    import altair as alt

BANDS = {"95%": (0.025, 0.975), "80%": (0.1, 0.9), "50%": (0.25, 0.75)}
Quantiles = Mapping[date, Mapping[float, float]]
"""USD per query by date and quantile."""


class Chance(NamedTuple):
    """The probability, by one method, that the cost has been at or below the target on some day up to `day`."""

    method: str
    day: date
    p: float


class Cell(NamedTuple):
    """One answer of the matrix: what to print, and the chance that shades it (None: crossed already)."""

    target: str
    bar: str
    text: str
    p: float | None


def outlook_chart(
    steps: Sequence[Step], forecast: Quantiles, targets: Sequence[TargetLine], origin: date, title: str
) -> alt.LayerChart:
    """The frontier up to `origin`, then the median and the 50, 80 and 95% bands of the forecast.

    The window ends three decades below the lowest cost or target, so that a wide fan leaves the past readable.
    """
    import altair as alt  # noqa: PLC0415

    if not steps:
        raise ValueError("an outlook chart needs at least one step")
    low, high = decades_around([s.usd for s in steps] + [t.usd for t in targets], below=3 if forecast else 0)
    frame = Frame(steps[0].day, max([origin, *forecast]), low, high)
    fan = {origin: dict.fromkeys((q for at in forecast.values() for q in at), steps[-1].usd), **forecast}
    layers = [*_fan_layers(fan, frame), *target_layers(targets, frame), *frontier_layers(steps, origin, frame)]
    subtitle = f"Forecast from {origin}: median, and bands that hold 50, 80 and 95% of the simulated costs"
    return finished(alt.layer(*layers), title, subtitle, frame)


def _fan_layers(fan: Quantiles, frame: Frame) -> list[alt.Chart | alt.LayerChart]:
    import altair as alt  # noqa: PLC0415

    if len(fan) < 2:
        return []
    layers: list[alt.Chart | alt.LayerChart] = []
    for low, high in BANDS.values():
        edges = [{"day": stamp(day), "usd": at[high], "bottom": at[low]} for day, at in sorted(fan.items())]
        area = alt.Chart(alt.Data(values=edges)).mark_area(color=BLUE, opacity=0.16, clip=True)
        layers.append(area.encode(x=frame.days_axis(), y=frame.money_axis(), y2="bottom:Q"))
    middle = [{"day": stamp(day), "usd": at[0.5]} for day, at in sorted(fan.items())]
    line = alt.Chart(alt.Data(values=middle)).mark_line(color=BLUE, strokeWidth=2, strokeDash=[2, 2], clip=True)
    return [*layers, line.encode(x=frame.days_axis(), y=frame.money_axis()), _band_names(fan, frame)]


def _band_names(fan: Quantiles, frame: Frame) -> alt.LayerChart:
    """Each band named just inside its upper edge, two thirds of the way out, and the median on its line."""
    import altair as alt  # noqa: PLC0415

    days = sorted(fan)
    day = days[len(days) * 2 // 3]
    edges = {name: high for name, (_, high) in BANDS.items()} | {"median": 0.5}
    names = [{"day": stamp(day), "usd": fan[day][edge], "label": name} for name, edge in edges.items()]
    shown = [name for name in names if frame.low < fan[day][edges[name["label"]]] < frame.high]
    text = alt.Chart(alt.Data(values=shown)).encode(x=frame.days_axis(), y=frame.money_axis(), text="label:N")
    return haloed(text, align="center", baseline="top", dy=5, color="#004b76", fontWeight="bold")


def verdict_chart(cells: Sequence[Cell], targets: Sequence[str], bars: Sequence[str], title: str) -> alt.LayerChart:
    """The matrix target x bar: blue and a date where crossed, orange by its chance within five years where not."""
    import altair as alt  # noqa: PLC0415

    values = [cell._asdict() | {"known": cell.p is not None} for cell in cells]
    axis = {"labelLimit": 300, "domain": False, "ticks": False, "title": None}
    base = alt.Chart(alt.Data(values=values)).encode(
        x=alt.X("bar:N", sort=list(bars), axis=alt.Axis(orient="top", labelAngle=0, **axis)),
        y=alt.Y("target:N", sort=list(targets), axis=alt.Axis(**axis)),
    )
    shade = alt.Color("p:Q", scale=alt.Scale(domain=[0, 1], range=["#fff4e6", "#f0a04b"]), legend=None)
    crossed = base.transform_filter("!datum.known").mark_rect(color="#cfe3f1", stroke="white", strokeWidth=2)
    still_open = base.transform_filter("datum.known").mark_rect(stroke="white", strokeWidth=2).encode(color=shade)
    chart = alt.layer(crossed, still_open, base.mark_text(color=INK).encode(text="text:N"))
    subtitle = "Blue: crossed, in that month (by: at the first comparison). Orange: chance within five years"
    return finished(chart.properties(width=84 * len(bars), height=30 * len(targets)), title, subtitle)


def methods_chart(chances: Sequence[Chance], title: str) -> alt.LayerChart:
    """The chance of having crossed by a date, one line for each method, named at its end."""
    import altair as alt  # noqa: PLC0415

    if not chances:
        raise ValueError("a chart of methods needs at least one chance")
    days = [chance.day for chance in chances]
    frame = Frame(min(days), max(days), 0.1, 1, width=570, height=250)
    values = [{"day": stamp(c.day), "p": c.p, "method": c.method} for c in sorted(chances)]
    across = alt.X("day:T", axis=alt.Axis(format="%Y", tickCount="year", title=None, grid=False))
    scale, axis = alt.Scale(domain=[0, 1]), alt.Axis(format="%", title="chance of having crossed", tickCount=5)
    methods = list(dict.fromkeys(value["method"] for value in values))
    colour = alt.Color("method:N", scale=alt.Scale(domain=methods, range=list(LINE_COLOURS)), legend=None)
    lines = alt.Chart(alt.Data(values=values)).mark_line(strokeWidth=2.5)
    names = alt.Chart(alt.Data(values=_line_ends(chances, frame.height))).mark_text(align="left", dx=7)
    chart = alt.layer(
        lines.encode(x=across, y=alt.Y("p:Q", scale=scale, axis=axis), color=colour),
        names.encode(x=across, y=alt.Y("place:Q", scale=scale, axis=axis), color=colour, text="label:N"),
    )
    return finished(chart, title, "Each line is one method on the same prices; they disagree", frame)


def _line_ends(chances: Sequence[Chance], height: int) -> list[dict[str, object]]:
    ends = [list(group)[-1] for _, group in groupby(sorted(chances), key=lambda chance: chance.method)]
    places = spread([end.p for end in ends], (LABEL_PX + 3) / height)
    return [
        {"day": stamp(end.day), "place": place, "method": end.method, "label": f"{end.p:.0%} {end.method}"}
        for end, place in zip(ends, places, strict=True)
    ]
