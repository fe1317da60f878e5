"""The waterfall chart of one period's drivers, from the cost at its start to the cost at its end."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from assets.charts import (
    BLUE,
    CHARACTER_PX,
    INK,
    LABEL_PX,
    MUTED,
    VERMILION,
    Chart,
    Frame,
    Label,
    altair,
    chart_of,
    decades_around,
    finished,
    label_layer,
)
from assets.formats import day as day_words
from assets.formats import dollars
from assets.trends.driver_words import describe_change

GREY = "#9a9a9a"
JOINED = "market and residual"
"""One bar: the market is read off open weights, and the margins of closed models are part of the residual."""
GAP, LINE_PX, ABOVE_PX = 0.14, LABEL_PX + 3, 4
"""Room beside a bar as a share of its column, height of a line of its label, and room under the label."""


class DriverShare(NamedTuple):
    """One driver's natural log-change with its interval; None where it was not measured."""

    driver: str
    log_change: float | None
    low: float | None
    high: float | None


class WaterfallBar(NamedTuple):
    """A bar from one cost to another (USD per answer), its whisker, and the two lines above it."""

    usd: float
    usd_to: float
    whisker: tuple[float, float] | None
    colour: str
    lines: tuple[str, str]


def driver_waterfall_chart(
    start: tuple[date, float], end: tuple[date, float], shares: Sequence[DriverShare], title: str, size: tuple[int, int]
) -> Chart:
    """Draw the drivers between two costs, which they add up to.

    A whisker is the interval of one driver, at the end of its bar. A driver that is not measured has only a label.

    Args:
        start: Day and USD at the start of the period.
        end: Day and USD at the end of the period.
        shares: The drivers, in the order of drawing.
        title: Title of the chart.
        size: Width and height of the plotted area in pixels.

    Raises:
        ValueError: When there is no driver.
    """
    if not shares:
        raise ValueError("a waterfall needs at least one driver")
    amounts = [usd for bar in _steps(start[1], shares) for usd in (bar.usd, bar.usd_to, *(bar.whisker or ()))]
    low, high = decades_around([*amounts, start[1], end[1]])
    frame = Frame(start[0], end[0], low, high, *size)
    if frame.y(max(*amounts, start[1], end[1])) < 2 * LINE_PX + ABOVE_PX:
        frame = replace(frame, high=high * 10)
    bars = [_total(start, low), *_steps(start[1], shares), _total(end, low)]
    layers = [_bars(bars, frame), _whiskers(bars, frame), *_labels(bars, frame)]
    subtitle = "US dollars per answer, log scale. Thin lines: 90% interval of each driver."
    return finished(altair().layer(*layers), title, subtitle, *size)


def _total(cost: tuple[date, float], low: float) -> WaterfallBar:
    return WaterfallBar(low, cost[1], None, MUTED, (day_words(cost[0]), dollars(cost[1])))


def _steps(usd: float, shares: Sequence[DriverShare]) -> Iterator[WaterfallBar]:
    for share in shares:
        if share.log_change is None or share.low is None or share.high is None:
            yield WaterfallBar(usd, usd, None, GREY, (share.driver, "not measured"))
            continue
        after = usd * math.exp(share.log_change)
        whisker = usd * math.exp(share.low), usd * math.exp(share.high)
        colour = GREY if share.driver == JOINED else BLUE if share.log_change <= 0 else VERMILION
        yield WaterfallBar(usd, after, whisker, colour, (share.driver, describe_change(share.log_change)))
        usd = after


def _bars(bars: Sequence[WaterfallBar], frame: Frame) -> Chart:
    alt = altair()
    values = [
        {"left": place + GAP, "right": place + 1 - GAP, "usd": bar.usd, "usd_to": bar.usd_to, "colour": bar.colour}
        for place, bar in enumerate(bars)
    ]
    return (
        chart_of(values)
        .mark_rect()
        .encode(
            x=_across(len(bars), "left"),
            x2=alt.X2("right:Q"),
            y=frame.money_axis(),
            y2=alt.Y2("usd_to:Q"),
            color=alt.Color("colour:N", scale=None),
        )
    )


def _whiskers(bars: Sequence[WaterfallBar], frame: Frame) -> Chart:
    values = [
        {"left": place + 0.5, "usd": bar.whisker[0], "usd_to": bar.whisker[1]}
        for place, bar in enumerate(bars)
        if bar.whisker
    ]
    rule = chart_of(values).mark_rule(color=INK, strokeWidth=1.5)
    return rule.encode(x=_across(len(bars), "left"), y=frame.money_axis(), y2=altair().Y2("usd_to:Q"))


def _labels(bars: Sequence[WaterfallBar], frame: Frame) -> list[Chart]:
    """Return two lines above each bar and its whisker: the driver in grey, its effect in black."""
    names, changes = [], []
    for place, bar in enumerate(bars):
        middle = (place + 0.5) / len(bars) * frame.width
        top = min(frame.y(usd) for usd in (bar.usd, bar.usd_to, *(bar.whisker or ()))) - ABOVE_PX
        for lines, text, above in ((names, bar.lines[0], 1), (changes, bar.lines[1], 0)):
            half = CHARACTER_PX * len(text) / 2
            bottom = top - above * LINE_PX
            lines.append(Label(text, (middle - half, bottom - LABEL_PX, middle + half, bottom)))
    return [label_layer(names, "left", color=MUTED), label_layer(changes, "left")]


def _across(count: int, field: str) -> Chart:
    alt = altair()
    return alt.X(f"{field}:Q", scale=alt.Scale(domain=[0, count], nice=False), axis=None)
