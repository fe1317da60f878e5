"""Draw three prices of a token on one axis: at fixed capability, of the best model on sale, and of the tokens used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from assets.charts import (
    BLUE,
    INK,
    LABEL_PX,
    VERMILION,
    Frame,
    axis_money,
    decades_around,
    first_free,
    line_boxes,
    spread,
)
from assets.formats import day, month
from assets.frame_axes import FOOT, money_axis, year_axis
from assets.svg import (
    WIDE,
    Caption,
    Point,
    dot,
    label_width,
    picture,
    plot_width,
    polyline,
    source_line,
    steps,
    text,
)

LABELS = {
    "frontier-model": ("Best model on sale", INK),
    "price-paid": ("Average of tokens used", VERMILION),
    "fixed-capability": ("Cheapest at GPT-4's level", BLUE),
}
"""The label and colour of each series."""
MADE_FROM = (
    "list prices of sellers, usage of OpenRouter (openrouter.ai/rankings, CC BY 4.0) and scores of Epoch AI (CC BY 4.0)"
)
LABEL_ROOM, AXIS_ROOM = 210, 56
"""Pixels at the right of a wide picture for the labels, and at the left for the axis."""
ROW_PX = LABEL_PX + 2


class SeriesPoint(NamedTuple):
    """A price of one series on one day, in USD per million tokens."""

    series: str
    day: date
    usd: float


def series_points(rows: Sequence[Mapping[str, Any]]) -> list[SeriesPoint]:
    """Return the prices among rows of out_price_series; months without one are left out."""
    known = [row for row in rows if row["usd_per_mtok"] is not None]
    return [SeriesPoint(row["series"], row["date"], float(row["usd_per_mtok"])) for row in known]


def price_gap(points: Sequence[SeriesPoint]) -> str:
    """Return in a sentence how far the price paid is above the cheapest at the bar, on the last day with usage data."""
    paid = max((point for point in points if point.series == "price-paid"), key=lambda point: point.day, default=None)
    earlier = [point for point in points if point.series == "fixed-capability" and paid and point.day <= paid.day]
    if not paid or not earlier:
        return "The cheapest answer at GPT-4's level, and the best model on sale"
    times = paid.usd / max(earlier, key=lambda point: point.day).usd
    return f"The tokens people use cost {times:.0f} times as much as the cheapest at GPT-4's level"


def price_series_picture(points: Sequence[SeriesPoint], as_of: date, width: int) -> str:
    """Return one line for each series, labelled at its right end, as one SVG element.

    The average is drawn with a dot on each day with usage data, since nothing is known between them.

    Args:
        points: The prices of all series, each series in the order of its days.
        as_of: The day on which all of it was known.
        width: Width of the whole picture in pixels.

    Raises:
        ValueError: There is no point.
    """
    if not points:
        raise ValueError("a chart of prices needs at least one")
    is_wide = width >= WIDE
    days = [point.day for point in points]
    low, high = decades_around([point.usd for point in points])
    across = plot_width(width) - AXIS_ROOM - (LABEL_ROOM if is_wide else 4)
    frame = Frame(min(days), max(days), low, high, across, 340 if is_wide else 320)
    drawn = {name: [point for point in points if point.series == name] for name in LABELS}
    drawn = {name: values for name, values in drawn.items() if values}
    parts = [
        *money_axis(frame, AXIS_ROOM),
        *year_axis(frame),
        *(part for name, values in drawn.items() for part in _line(name, values, frame)),
    ]
    parts += _end_labels(drawn, frame) if is_wide else _inner_labels(drawn, frame)
    shifted = f'<g transform="translate({AXIS_ROOM},0)">{"".join(parts)}</g>'
    return picture(_caption(points, as_of), [shifted], width=width, height=frame.height + FOOT)


def _caption(points: Sequence[SeriesPoint], as_of: date) -> Caption:
    notes = (
        "List prices without discounts; 1,155 tokens in for 211 out. Best model: the one with the highest score on "
        "sale that month."
    )
    if used := [point.day for point in points if point.series == "price-paid"]:
        notes += f" Dots: days with usage data of one router, the last {day(max(used))}; free tokens are left out."
    last = "; ".join(
        f"{LABELS[name][0]}, {month(own[-1].day)}: {axis_money(own[-1].usd)}"
        for name in LABELS
        if (own := [point for point in points if point.series == name])
    )
    unit = "Price of a million tokens, log scale"
    return Caption(price_gap(points), unit, notes, source_line(MADE_FROM, as_of), f"{last}.")


def _line(name: str, points: Sequence[SeriesPoint], frame: Frame) -> Iterator[str]:
    colour = LABELS[name][1]
    places = _places(name, points, frame)
    if name == "price-paid":
        yield polyline(places, colour, width=1.5)
        yield from (dot(place, 4, colour) for place in places)
    else:
        yield polyline(places, colour)


def _places(name: str, points: Sequence[SeriesPoint], frame: Frame) -> list[Point]:
    """Return the corners of a line: a list price holds until it changes, an average only on its day."""
    places = [(frame.x(point.day), frame.y(point.usd)) for point in points]
    return places if name == "price-paid" else steps(places)


def _end_labels(drawn: Mapping[str, Sequence[SeriesPoint]], frame: Frame) -> Iterator[str]:
    """Yield each series' name with its last price at the right of a wide picture."""
    places = spread([frame.y(points[-1].usd) + 4 for points in drawn.values()], LABEL_PX + 4)
    for (name, points), place in zip(drawn.items(), places, strict=True):
        yield text((frame.width + 8, place), _words(points[-1]), LABELS[name][1])


def _inner_labels(drawn: Mapping[str, Sequence[SeriesPoint]], frame: Frame) -> Iterator[str]:
    """Yield each series' name at the right of a phone's picture: above its line, below it, or elsewhere."""
    lines = {name: line_boxes(_places(name, points, frame)) for name, points in drawn.items()}
    taken = [box for boxes in lines.values() for box in boxes]
    for name, points in drawn.items():
        words, right = _words(points[-1]), float(frame.width)
        left = right - label_width(words)
        ends = [frame.y(points[-1].usd), *(y for box in lines[name] if box[2] > left for y in (box[1], box[3]))]
        tops = [min(ends) - ROW_PX - 3, max(ends) + 3, *(ROW_PX * row for row in range(frame.height // ROW_PX))]
        inside = [(left, top, right, top + ROW_PX) for top in tops if 0 <= top <= frame.height - ROW_PX]
        box = first_free(inside, taken)
        taken.append(box)
        yield text((right, box[3] - 3), words, LABELS[name][1], anchor="end", halo=True)


def _words(last: SeriesPoint) -> str:
    """Return the label of a series: its name and its last price."""
    return f"{LABELS[last.series][0]}: {axis_money(last.usd)}"
