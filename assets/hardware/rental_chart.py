"""Chart of what renting an accelerator costs: one small panel for each form; months without a price stay empty."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from assets.charts import AXIS, BLUE, INK, MUTED, Frame
from assets.formats import dollars, month
from assets.frame_axes import FOOT, year_axis
from assets.svg import NOTE_PX, WIDE, Caption, dot, line, picture, plot_width, polyline, source_line, text

DRAWN = {
    "h100-sxm-80gb": "H100 SXM",
    "h100-pcie-80gb": "H100 PCIe",
    "h100-nvl-94gb": "H100 NVL",
    "a100-sxm-80gb": "A100 SXM 80 GB",
    "a100-pcie-80gb": "A100 PCIe 80 GB",
    "b200-sxm-180gb": "B200 SXM",
    "h100-unspecified": "H100, form not stated",
    "a100-80gb-unspecified": "A100 80 GB, not stated",
    "h200-unspecified": "H200, form not stated",
}
"""The series with the longest history and the names to print; a form that is not stated is a series of its own."""
DRAWN_KIND = "median"
TICKS = (0.5, 1, 2, 4, 8, 16)
LEFT, GAP, HEAD, HEIGHT = 30, 16, 26, 96
"""Pixels for a panel's axis, between panels, for its name, and for its plot."""
MADE_FROM = "price lists of sellers and collections of them (CC BY 4.0 and MIT)"


class RentalIndexPoint(NamedTuple):
    """One month of one form's index; `months_since_previous` is to the month it follows or is chained to."""

    accelerator: str
    kind: str
    month: date
    usd: float
    low: float | None
    high: float | None
    months_since_previous: int | None


def rental_picture(points: Sequence[RentalIndexPoint], as_of: date, width: int) -> str:
    """Return one panel for the medians of each form of `DRAWN`, all on the same axes, as one SVG element.

    Args:
        points: The index of any accelerators and kinds.
        as_of: The day on which all of it was known.
        width: Width of the whole picture in pixels.

    Raises:
        ValueError: No form of `DRAWN` has a median.
    """
    series = {name: own for id_, name in DRAWN.items() if (own := _medians(points, id_))}
    if not series:
        raise ValueError("a rental chart needs a median of an accelerator that is drawn")
    columns = 3 if width >= WIDE else 2
    across = (plot_width(width) - GAP * (columns - 1)) / columns
    months = [point.month for own in series.values() for point in own]
    first, last = date(min(months).year, 1, 1), date(max(months).year + 1, 1, 1)
    frame = Frame(first, last, TICKS[0], TICKS[-1], round(across) - LEFT - 18, HEIGHT)
    down = HEAD + HEIGHT + FOOT + 10
    parts = []
    for number, (name, own) in enumerate(series.items()):
        corner = f"{number % columns * (across + GAP):.1f},{number // columns * down}"
        parts.append(f'<g transform="translate({corner})">{"".join(_panel(name, own, frame))}</g>')
    caption = Caption(
        finding(series),
        "US dollars for one accelerator and hour, on demand, log scale",
        "Dot: median over sellers in a month. Thin line: its 90% interval, from three sellers on. Months next to each "
        "other are joined; a month without a dot has no price. Sellers that do not state the form are a panel of their "
        "own.",
        source_line(MADE_FROM, as_of),
        " ".join(f"{name}: {_last_price(own)}." for name, own in series.items()),
    )
    return picture(caption, parts, width=width, height=down * -(-len(series) // columns) - 6)


def finding(series: dict[str, list[RentalIndexPoint]]) -> str:
    """Return the title: what the first form costs in its last month and in its first."""
    name, own = next(iter(series.items()))
    now = f"An hour of one {name} rents for {_last_price(own)}"
    return now if len(own) == 1 else f"{now}; it was {_last_price(own[:1])}"


def segments(points: Sequence[RentalIndexPoint]) -> list[list[RentalIndexPoint]]:
    """Return the medians in the runs that a line joins: those of consecutive months."""
    runs: list[list[RentalIndexPoint]] = []
    for point in points:
        if runs and point.months_since_previous == 1:
            runs[-1].append(point)
        else:
            runs.append([point])
    return runs


def _medians(points: Sequence[RentalIndexPoint], accelerator: str) -> list[RentalIndexPoint]:
    own = [point for point in points if (point.accelerator, point.kind) == (accelerator, DRAWN_KIND)]
    return sorted(own, key=lambda point: point.month)


def _last_price(points: Sequence[RentalIndexPoint]) -> str:
    return f"{dollars(round(points[-1].usd, 2))} in {month(points[-1].month)}"


def _panel(name: str, points: Sequence[RentalIndexPoint], frame: Frame) -> Iterator[str]:
    yield text((0, 13), name, INK, bold=True)
    yield f'<g transform="translate({LEFT},{HEAD})">'
    for tick in TICKS:
        yield line((0, frame.y(tick)), (frame.width, frame.y(tick)))
        if tick in {1, 4, 16}:
            yield text((-5, frame.y(tick) + 4), f"${tick:g}", MUTED, anchor="end", size=NOTE_PX)
    yield from year_axis(frame, 1 if frame.width > 200 else 2)
    for point in points:
        x = frame.x(point.month)
        if point.low is not None and point.high is not None:
            yield line((x, _height(frame, point.low)), (x, _height(frame, point.high)), AXIS, width=1.5)
    for run in segments(points):
        yield polyline([_place(frame, point) for point in run], BLUE, width=2)
    yield from (dot(_place(frame, point), 3.5, BLUE) for point in points)
    last = points[-1]
    x, y = _place(frame, last)
    y = min(y, _height(frame, last.high)) if last.high is not None else y
    yield text((min(x + 22, frame.width + 16), y - 7), dollars(round(last.usd, 2)), BLUE, anchor="end", bold=True)
    yield "</g>"


def _place(frame: Frame, point: RentalIndexPoint) -> tuple[float, float]:
    return frame.x(point.month), _height(frame, point.usd)


def _height(frame: Frame, usd: float) -> float:
    """Return the height of an amount, at the edge where it is outside of the axis."""
    return frame.y(min(max(usd, frame.low), frame.high))
