"""The reliability of the forecasts: how often falls happened, beside the chance they were given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from assets.charts import AXIS, BLUE, INK, MUTED
from assets.formats import percent
from assets.svg import NOTE_PX, WIDE, Caption, dot, line, picture, plot_width, source_line, text

TOLD_MONTHS = 12
"""The horizon of the title."""
LIKELY = 0.5
ROW_PX, HEAD_PX, FOOT_PX = 21, 44, 34
LEFT, RIGHT, GAP = 36, 44, 18
"""Pixels for the forecast at the left of a panel, for the number of forecasts at its right, and between panels."""
MADE_FROM = "its forecasts computed afterwards with only the prices known on each earlier day (backtest)"


class Reliability(NamedTuple):
    """The observed share of `n` events whose forecast probability within so many months was about `forecast`."""

    horizon_months: int
    forecast: float
    observed: float
    n: int


def reliability_picture(bins: Sequence[Reliability], as_of: date, width: int) -> str:
    """Return one panel for each horizon, one row for each bin of forecasts, as one SVG element.

    Args:
        bins: The bins of all horizons.
        as_of: The day on which all of it was known.
        width: Width of the whole picture in pixels.

    Raises:
        ValueError: There is no bin.
    """
    if not bins:
        raise ValueError("a reliability chart needs at least one bin of events")
    horizons = sorted({bin_.horizon_months for bin_ in bins})
    columns = len(horizons) if width >= WIDE else min(2, len(horizons))
    across = (plot_width(width) - GAP * (columns - 1)) / columns
    panels = [sorted(bin_ for bin_ in bins if bin_.horizon_months == months) for months in horizons]
    parts, top = [], 0
    for first in range(0, len(panels), columns):
        side_by_side = panels[first : first + columns]
        rows = max(len(panel) for panel in side_by_side)
        for column, panel in enumerate(side_by_side):
            corner = f"{column * (across + GAP):.1f},{top}"
            parts.append(f'<g transform="translate({corner})">{"".join(_panel(panel, across, rows))}</g>')
        top += HEAD_PX + ROW_PX * rows + FOOT_PX
    caption = Caption(
        finding(bins),
        "Share of forecasts of a fall to a half, a fifth or a tenth that came true, by the chance they were given",
        "Ring: the chance given. Dot: the share that happened. n: forecasts in the row; they overlap in time, so that "
        "they count for fewer.",
        source_line(MADE_FROM, as_of),
    )
    return picture(caption, parts, width=width, height=top - 12)


def finding(bins: Sequence[Reliability]) -> str:
    """Return the title: how often falls that were called likely happened."""
    likely = [bin_ for bin_ in bins if bin_.forecast > LIKELY and bin_.horizon_months == TOLD_MONTHS]
    n = sum(bin_.n for bin_ in likely)
    if not n:
        return "How often falls of the cost happened, by the chance they were given"
    given, happened = (sum(bin_.n * getattr(bin_, name) for bin_ in likely) / n for name in ("forecast", "observed"))
    return (
        f"Falls called likely within {TOLD_MONTHS} months happened {percent(happened)} of the time; "
        f"they had been given {percent(given)}"
    )


def _short_percent(share: float) -> str:
    return "<1%" if share < 0.01 else f"{share:.0%}"


def _panel(bins: Sequence[Reliability], across: float, rows: int) -> Iterator[str]:
    left, right, base = LEFT, across - RIGHT, HEAD_PX + ROW_PX * rows

    def x(share: float) -> float:
        return left + share * (right - left)

    yield text((0, 12), f"Within {bins[0].horizon_months} months", INK, bold=True)
    yield text((0, 32), "given", MUTED, size=NOTE_PX)
    yield text((across, 32), "n", MUTED, anchor="end", size=NOTE_PX)
    yield text((x(0.5), 32), "happened", MUTED, anchor="middle", size=NOTE_PX)
    for share in (0, 0.5, 1):
        yield line((x(share), HEAD_PX - 4), (x(share), base))
        yield text((x(share), base + 15), f"{share:.0%}", MUTED, anchor="middle", size=NOTE_PX)
    yield line((left, base), (right, base), AXIS)
    for row, bin_ in enumerate(bins):
        y = HEAD_PX + ROW_PX * (row + 0.5)
        yield text((0, y + 4), _short_percent(bin_.forecast), MUTED, size=NOTE_PX)
        yield line((x(bin_.forecast), y), (x(bin_.observed), y), BLUE, width=2)
        yield dot((x(bin_.forecast), y), 3.5, MUTED, hollow=True)
        yield dot((x(bin_.observed), y), 4.5, BLUE)
        yield text((across, y + 4), f"{bin_.n:,}", INK, anchor="end", size=NOTE_PX)
