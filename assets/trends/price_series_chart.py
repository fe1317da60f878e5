"""Draw three prices of a token on one axis: at fixed capability, of the best model on sale, and of the tokens used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from assets.charts import (
    BLUE,
    CHARACTER_PX,
    INK,
    LABEL_PX,
    VERMILION,
    Chart,
    Frame,
    Label,
    altair,
    chart_of,
    decades_around,
    finished,
    label_layer,
    spread,
    stamp,
)

LABELS = {
    "frontier-model": ("Best model on sale", INK),
    "price-paid": ("Average of the tokens used", VERMILION),
    "fixed-capability": ("Cheapest at GPT-4's level", BLUE),
}
"""The label and colour of each series."""
LABEL_ROOM = 190
"""Pixels at the right for the labels."""


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


def price_series_chart(points: Sequence[SeriesPoint], title: str, size: tuple[int, int]) -> Chart:
    """Draw one line for each series with its label at the right end.

    The average is drawn with a dot on each day with usage data, since nothing is known between them. Raises ValueError
    when there is no point.
    """
    if not points:
        raise ValueError("a chart of prices needs at least one")
    days = [point.day for point in points]
    low, high = decades_around([point.usd for point in points])
    frame = Frame(min(days), max(days), low, high, size[0] - LABEL_ROOM, size[1])
    by_series = {name: [point for point in points if point.series == name] for name in LABELS}
    drawn = {name: values for name, values in by_series.items() if values}
    layers = [_line(name, values, frame) for name, values in drawn.items()]
    chart = altair().layer(*layers, *_end_labels(drawn, frame))
    subtitle = (
        "USD per million tokens, logarithmic; 1,155 tokens in for 211 out. Dots: days with usage data, one router. "
        "Usage: OpenRouter (openrouter.ai/rankings), CC BY 4.0. Scores: Epoch AI, CC BY 4.0."
    )
    return finished(chart, title, subtitle, frame.width, frame.height)


def _line(name: str, points: Sequence[SeriesPoint], frame: Frame) -> Chart:
    colour = LABELS[name][1]
    base = chart_of([{"day": stamp(point.day), "usd": point.usd} for point in points])
    if name == "price-paid":
        mark = base.mark_line(color=colour, strokeWidth=1.5, point={"filled": True, "size": 45, "color": colour})
    else:
        mark = base.mark_line(color=colour, strokeWidth=2.5, interpolate="step-after")
    return mark.encode(x=frame.days_axis(), y=frame.money_axis())


def _end_labels(drawn: Mapping[str, Sequence[SeriesPoint]], frame: Frame) -> list[Chart]:
    last = {name: points[-1].usd for name, points in drawn.items()}
    tops = spread([frame.y(usd) - LABEL_PX / 2 for usd in last.values()], LABEL_PX + 4)
    layers = []
    for (name, usd), top in zip(last.items(), tops, strict=True):
        text = f"{LABELS[name][0]} ${usd:,.2f}"
        box = (frame.width + 8, top, frame.width + 8 + CHARACTER_PX * len(text), top + LABEL_PX)
        layers.append(label_layer([Label(text, box)], align="left", color=LABELS[name][1]))
    return layers
