"""Draw forecasts and verdicts: the fan after the frontier, the matrix of verdicts, the methods side by side."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby, pairwise
from typing import Any, NamedTuple

from assets.charts import (
    BLUE,
    CHARACTER_PX,
    INK,
    LABEL_PX,
    MUTED,
    Box,
    Chart,
    Frame,
    Label,
    TargetLine,
    altair,
    chart_of,
    decades_around,
    finished,
    label_layer,
    overlap,
    spread,
    stamp,
    target_labels,
    target_layers,
)
from assets.formats import day as day_words
from assets.formats import dollars, month, percent
from assets.trends.charts import Step, frontier_layers, label_steps

BANDS = {"95%": (0.025, 0.975), "80%": (0.1, 0.9), "50%": (0.25, 0.75)}
Quantiles = Mapping[date, Mapping[float, float]]
"""USD per query by date and quantile."""


class CrossingChance(NamedTuple):
    """The probability, by a method, that the cost has been at or below the target on some day up to `day`."""

    method: str
    day: date
    p: float


class VerdictCell(NamedTuple):
    """A verdict in the matrix: its text and status, and the chance that shades it where it is not crossed."""

    target: str
    bar: str
    text: str
    status: str
    p: float | None


def outlook_chart(  # noqa: PLR0913 - the parts of one picture
    steps: Sequence[Step],
    forecast: Quantiles,
    targets: Sequence[TargetLine],
    *,
    origin: date,
    title: str,
    size: tuple[int, int],
) -> Chart:
    """Draw the frontier up to `origin`, then the median and the 50, 80 and 95% bands of the forecast.

    The window ends three decades below the lowest cost or target, so that a wide fan leaves the past readable.
    `size` is the plotted area's in pixels. Raises ValueError when there is no step.
    """
    if not steps:
        raise ValueError("an outlook chart needs at least one step")
    low, high = decades_around([s.usd for s in steps] + [t.usd for t in targets], below=3 if forecast else 0)
    frame = Frame(steps[0].day, max([origin, *forecast]), low, high, *size)
    fan = {origin: dict.fromkeys((q for at in forecast.values() for q in at), steps[-1].usd), **forecast}
    lines = [(0, frame.y(target.usd) - 1, frame.width, frame.y(target.usd) + 1) for target in targets]
    taken = [label.box for label in target_labels(targets, frame)]
    names = label_steps(steps, frame, taken)
    bands = label_bands(fan, frame, [*taken, *lines, *(name.box for name in names)])
    layers = [
        *_fan_layers(fan, frame),
        *target_layers(targets, frame),
        *frontier_layers(steps, origin, frame, names),
        label_layer(bands, align="right", color="#003a5c", fontWeight="bold"),
    ]
    subtitle = "US dollars per answer, log scale. Dashed: what one web search costs."
    if forecast:
        subtitle += f" From {day_words(origin)} on: the forecast's median, and bands with a 50, 80 and 95% chance."
    return finished(altair().layer(*layers), title, subtitle, *size)


def _fan_layers(fan: Quantiles, frame: Frame) -> list[Chart]:
    if len(fan) < 2:
        return []
    layers = []
    shown = cut_fan(fan, frame.low, frame.high)
    for low, high in BANDS.values():
        edges = [{"day": stamp(day), "usd": at[high], "bottom": at[low]} for day, at in shown.items()]
        area = chart_of(edges).mark_area(color=BLUE, opacity=0.1)
        layers.append(area.encode(x=frame.days_axis(), y=frame.money_axis(), y2=altair().Y2("bottom:Q")))
    end = next((day for day, at in shown.items() if at[0.5] <= frame.low), max(shown))
    middle = [{"day": stamp(day), "usd": at[0.5]} for day, at in shown.items() if day <= end]
    line = chart_of(middle).mark_line(color=BLUE, strokeWidth=2, strokeDash=[2, 2])
    return [*layers, line.encode(x=frame.days_axis(), y=frame.money_axis())]


def cut_fan(fan: Quantiles, low: float, high: float) -> Quantiles:
    """Return the fan by ascending date with every amount limited to low and high.

    A date is added where an edge falls below `low`, so that no edge bends before it leaves the picture. Cutting here
    and not in the chart saves half a second: clipped marks make a PNG slow.
    """
    whole = dict(fan)
    for (start, at), (end, then) in pairwise(sorted(fan.items())):
        for quantile in at:
            if at[quantile] > low > then[quantile]:
                share = math.log(at[quantile] / low) / math.log(at[quantile] / then[quantile])
                whole[start + (end - start) * share] = {q: at[q] ** (1 - share) * then[q] ** share for q in at}
    return {day: {q: min(max(usd, low), high) for q, usd in at.items()} for day, at in sorted(whole.items())}


def label_bands(fan: Quantiles, frame: Frame, taken: Sequence[Box]) -> list[Label]:
    """Place the name of each band inside its upper edge and that of the median under its line, near the middle."""
    days = sorted(fan)
    middle = days[0] + (days[-1] - days[0]) / 2
    full, placed = list(taken), []
    for text, edge in [*((name, high) for name, (_, high) in BANDS.items()), ("median", 0.5)]:
        for day in sorted(days[1:], key=lambda day: abs(day - middle)):
            right, top = frame.x(day) - 3, frame.y(fan[day][edge]) + 5
            box = (right - 1.1 * CHARACTER_PX * len(text), top, right, top + LABEL_PX)
            if box[3] <= frame.height and box[1] >= 0 and not any(overlap(box, other) for other in full):
                placed.append(Label(text, box))
                full.append(box)
                break
    return placed


def verdict_text(row: Mapping[str, Any]) -> str:
    """Return a row of out_verdict as a short text: the month of the crossing, or the chance of it within five years."""
    if row["status"] == "not_crossed":
        return "no forecast" if row["p_5y"] is None else percent(row["p_5y"])
    day = month(row["crossed_on"])
    text = f"before we looked ({day})" if row["status"] == "crossed_before_first_look" else day
    return text if row["holds_now"] else f"{text} \N{UPWARDS ARROW}"


def verdict_cells(rows: Sequence[Mapping[str, Any]]) -> list[VerdictCell]:
    """Return rows of out_verdict, with `bar_label` and `target_label`, as cells in their order."""
    return [
        VerdictCell(
            target=textwrap.shorten(f"{dollars(row['now_target_usd_per_query'])} {row['target_label']}", 64),
            bar=row["bar_label"],
            text=verdict_text(row),
            status=row["status"],
            p=row["p_5y"],
        )
        for row in rows
    ]


def verdict_chart(cells: Sequence[VerdictCell], title: str) -> Chart:
    """Draw the matrix target x bar: a month where crossed, grey if by the first comparison; else a chance in orange."""
    alt = altair()
    targets, bars = (list(dict.fromkeys(names)) for names in zip(*((c.target, c.bar) for c in cells), strict=True))
    values = [cell._asdict() | {"bar": "\n".join(textwrap.wrap(cell.bar, 13))} for cell in cells]
    # Without a limit Vega need not measure each label again and again to cut it, half a second for this matrix.
    axis = {"labelLimit": 0, "domain": False, "ticks": False, "title": None}
    names = ["\n".join(textwrap.wrap(bar, 13)) for bar in bars]
    # Vega hangs the lines of a label down from its top, so they need room of their own above the matrix.
    room = 15 * max(name.count("\n") for name in names) + 4
    across = alt.Axis(orient="top", labelAngle=0, labelPadding=room, labelExpr="split(datum.label, '\\n')", **axis)
    base = chart_of(values).encode(
        x=alt.X("bar:N", sort=names, axis=across),
        y=alt.Y("target:N", sort=targets, axis=alt.Axis(**axis)),
    )
    shade = alt.Color("p:Q", scale=alt.Scale(domain=[0, 1], range=["#fff4e6", "#f0a04b"]), legend=None)
    crossed, early, still_open = (
        base.transform_filter(f"datum.status == '{status}'")
        for status in ("crossed", "crossed_before_first_look", "not_crossed")
    )
    border = {"stroke": "white", "strokeWidth": 2}
    words = alt.Text("text:N")
    chart = alt.layer(
        crossed.mark_rect(color="#cfe3f1", **border),
        early.mark_rect(color="#e9e9e9", **border),
        still_open.mark_rect(**border).encode(color=shade),
        base.transform_filter("datum.status != 'crossed_before_first_look'").mark_text(color=INK).encode(text=words),
        early.mark_text(color=MUTED).encode(text=words),
    )
    subtitle = (
        "Blue: crossed, in that month (\N{UPWARDS ARROW}: above it again now). Grey: already at the first comparison. "
        "Orange: not crossed, with the chance of it within five years."
    )
    return finished(chart, title, subtitle, 104 * len(bars), 32 * len(targets))


def methods_chart(chances: Sequence[CrossingChance], leading: str, title: str, size: tuple[int, int]) -> Chart:
    """Draw the chance of having crossed by a date, one line for each method; `leading` is highlighted.

    `size` is the plotted area's in pixels. Raises ValueError when there is no chance to draw.
    """
    if not chances:
        raise ValueError("a chart of methods needs at least one chance")
    alt = altair()
    values = [{"day": stamp(c.day), "p": c.p, "method": c.method} for c in sorted(chances)]
    across = alt.X("day:T", axis=alt.Axis(format="%Y", tickCount="year", title=None, grid=False))
    up = {"scale": alt.Scale(domain=[0, 1]), "axis": alt.Axis(format="%", title=None, tickCount=5)}
    methods = list(dict.fromkeys(chance.method for chance in sorted(chances)))
    colours = [BLUE if method == leading else MUTED for method in methods]
    colour = alt.Color("method:N", scale=alt.Scale(domain=methods, range=colours), legend=None)
    width = alt.condition(alt.datum.method == leading, alt.value(3.5), alt.value(1.2))
    lines = chart_of(values).mark_line().encode(strokeWidth=width)
    ends = chart_of(_line_ends(chances, size[1])).mark_text(align="left", dx=7)
    chart = alt.layer(
        lines.encode(x=across, y=alt.Y("p:Q", **up), color=colour),
        ends.encode(x=across, y=alt.Y("place:Q", **up), color=colour, text=alt.Text("label:N")),
    )
    return finished(chart, title, "Chance of having crossed by a date, one line for each method", *size)


def _line_ends(chances: Sequence[CrossingChance], height: int) -> list[dict[str, object]]:
    ends = [list(group)[-1] for _, group in groupby(sorted(chances), key=lambda chance: chance.method)]
    places = spread([end.p for end in ends], (LABEL_PX + 3) / height)
    return [
        {"day": stamp(end.day), "place": place, "method": end.method, "label": f"{percent(end.p)} {end.method}"}
        for end, place in zip(ends, places, strict=True)
    ]
