"""The waterfall of what moved the cost of an answer, from its first cost to its last, one row a driver."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from assets.charts import BLUE, INK, MUTED, VERMILION, axis_money, decades_around
from assets.formats import day as day_words
from assets.row_plot import RowPlot
from assets.svg import Caption, bar, dot, line, picture, source_line
from assets.trends.driver_words import describe_change

GREY = "#9a9a9a"
JOINED = "market and residual"
"""One bar: the market is read off open weights, and the margins of closed models are part of the residual."""
NAMES = {
    "hardware": "Hardware",
    "algorithms": "Software and smaller models",
    JOINED: "Unexplained (with margins)",
}
"""Each driver in plain words."""
MADE_FROM = (
    "list and rental prices, MLPerf results (MLCommons, Apache-2.0), model sizes and scores (Epoch AI, CC BY 4.0)"
)
BAR_PX = 16


class DriverShare(NamedTuple):
    """One driver's natural log-change with its interval; None where it was not measured."""

    driver: str
    log_change: float | None
    low: float | None
    high: float | None


class WaterfallBar(NamedTuple):
    """A bar from one cost to another (USD per answer), its whisker, its colour and the words beside it."""

    usd: float
    usd_to: float
    whisker: tuple[float, float] | None
    colour: str
    words: str


def driver_waterfall(
    start: tuple[date, float], end: tuple[date, float], shares: Sequence[DriverShare], *, as_of: date, width: int
) -> str:
    """Return the drivers between two costs, which they add up to, as one SVG element.

    A whisker is the interval of one driver, at the end of its bar. A driver that is not measured has only a name.

    Args:
        start: Day and USD at the start of the period.
        end: Day and USD at the end of the period.
        shares: The drivers, in the order of drawing.
        as_of: The day on which all of it was known.
        width: Width of the whole picture in pixels.

    Raises:
        ValueError: There is no driver.
    """
    if not shares:
        raise ValueError("a waterfall needs at least one driver")
    bars = [_total(start), *waterfall_bars(start[1], shares), _total(end)]
    low, high = decades_around([usd for bar in bars for usd in (bar.usd, bar.usd_to, *(bar.whisker or ()))])
    plot = RowPlot(width, len(bars), low, high, names_px=300, right_px=40, step=34)
    decades = range(round(math.log10(low)), round(math.log10(high)) + 1)
    ticks = [(10.0**power, axis_money(10.0**power)) for power in decades]
    parts = [*plot.grid(ticks if plot.is_wide else ticks[::2])]
    for row, item in enumerate(bars):
        parts += _row(plot, row, item, bars)
    caption = Caption(
        finding(shares, start, end),
        "Cost of one answer or, where it says so, of a million; log scale",
        "Each bar is one driver, from the cost before it to the cost after it. Thin line: its 90% interval. Blue: "
        "cheaper; red: more expensive; grey: what no measured driver explains, and margins.",
        source_line(MADE_FROM, as_of),
        " ".join(f"{item.words}." for item in bars),
    )
    return picture(caption, parts, width=width, height=plot.height)


def finding(shares: Sequence[DriverShare], start: tuple[date, float], end: tuple[date, float]) -> str:
    """Return the title: how the cost changed, and how much of it each driver did, the largest first."""
    known = [share for share in shares if share.log_change is not None]
    known.sort(key=lambda share: -abs(share.log_change or 0))
    words = {share.driver: describe_change(share.log_change or 0) for share in known}
    total = describe_change(math.log(end[1] / start[1]))
    if all(change.endswith(" cheaper") for change in (total, *words.values())):
        words = {driver: change.removesuffix(" times cheaper") for driver, change in words.items()}
    parts = [f"{_name(driver).split(' (')[0].lower()} {change}" for driver, change in words.items()]
    return f"An answer became {total} since {start[0]:%B %Y}: {', '.join(parts)}"


def waterfall_bars(usd: float, shares: Sequence[DriverShare]) -> Iterator[WaterfallBar]:
    """Yield the bar of each driver, each from where the one before it ends."""
    for share in shares:
        if share.log_change is None or share.low is None or share.high is None:
            yield WaterfallBar(usd, usd, None, GREY, f"{_name(share.driver)}: not measured")
            continue
        after = usd * math.exp(share.log_change)
        whisker = usd * math.exp(share.low), usd * math.exp(share.high)
        colour = GREY if share.driver == JOINED else BLUE if share.log_change <= 0 else VERMILION
        words = f"{_name(share.driver)}: {describe_change(share.log_change)}"
        yield WaterfallBar(usd, after, whisker, colour, words)
        usd = after


def _name(driver: str) -> str:
    return NAMES.get(driver, driver)


def _total(cost: tuple[date, float]) -> WaterfallBar:
    return WaterfallBar(cost[1], cost[1], None, MUTED, f"{day_words(cost[0])}: {axis_money(cost[1])}")


def _row(plot: RowPlot, row: int, item: WaterfallBar, bars: Sequence[WaterfallBar]) -> Iterator[str]:
    """Yield a row: its name, its bar or dot, the interval, and the line down to the next row."""
    yield plot.name(row, item.words)
    y = plot.y(row)
    before, after = plot.x(item.usd), plot.x(item.usd_to)
    if row + 1 < len(bars):
        yield line((after, y), (after, plot.y(row + 1)), MUTED, dash="2 2")
    if item.colour == MUTED:
        yield dot((after, y), 7, MUTED)
        return
    yield bar(min(before, after), y - BAR_PX / 2, (abs(after - before), BAR_PX), item.colour)
    if item.whisker:
        yield line((plot.x(item.whisker[0]), y), (plot.x(item.whisker[1]), y), INK, width=1.5)
