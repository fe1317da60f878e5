"""Parts that all charts share: colours, the axis in dollars, room for labels, and the conversion to SVG and PNG.

The charts themselves are in `assets/<subject>/charts.py`. Importing Altair takes half a second, so functions import it
when they are called.
"""

from __future__ import annotations

import math
import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from itertools import pairwise
from typing import Any, NamedTuple

from assets.formats import dollars

INK, MUTED, BLUE, VERMILION = "#1a1a1a", "#5c5c5c", "#0072B2", "#8f3500"
"""Okabe and Ito's blue and a darkened vermilion: distinct for every common kind of colour vision, and in grey."""
FONT = "Arial, Helvetica, Liberation Sans, sans-serif"
LABEL_PX, CHARACTER_PX = 12, 6.3
"""Height of a label and the mean width of its characters, to keep labels apart without measuring fonts."""

THEME: dict[str, Any] = {
    "background": "white",
    "font": FONT,
    "aria": False,
    "padding": {"left": 2, "top": 4, "right": 12, "bottom": 4},
    "view": {"stroke": None},
    "title": {"anchor": "start", "frame": "bounds", "fontSize": 17, "subtitleFontSize": 13, "subtitleColor": MUTED},
    "axis": {
        "labelFontSize": 12,
        "labelColor": INK,
        "titleFontSize": 12,
        "titleColor": MUTED,
        "titleFontWeight": "normal",
        "gridColor": "#e9e9e9",
        "domainColor": "#8a8a8a",
        "tickColor": "#8a8a8a",
    },
    "text": {"fontSize": LABEL_PX, "color": INK},
}

Chart = Any
"""An Altair chart or layer; untyped, because Altair's own types contradict its examples."""
Box = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels."""


class TargetLine(NamedTuple):
    """Cost of one search in USD per query, and the label to print at its line."""

    label: str
    usd: float


class Label(NamedTuple):
    """A text and the box to print it in."""

    text: str
    box: Box


@dataclass(frozen=True)
class Frame:
    """The plotted window: days on the x axis, dollars on a logarithmic y axis, and its size in pixels."""

    first: date
    last: date
    low: float
    high: float
    width: int
    height: int

    def x(self, day: date) -> float:
        """Return the distance of a day from the left edge in pixels."""
        return (day - self.first).days / max((self.last - self.first).days, 1) * self.width

    def y(self, usd: float) -> float:
        """Return the distance of an amount from the top edge in pixels."""
        return math.log10(self.high / usd) / math.log10(self.high / self.low) * self.height

    def days_axis(self) -> Chart:
        """Return the x channel: labelled by years where the window is long, by months where it is short."""
        alt = altair()
        is_long = (self.last - self.first).days > 900
        axis = alt.Axis(
            format="%Y" if is_long else "%b %Y",
            tickCount={"interval": "year", "step": 1 if self.width > 400 else 2} if is_long else 6,
            title=None,
            grid=False,
        )
        ends = [alt.DateTime(year=day.year, month=day.month, date=day.day) for day in (self.first, self.last)]
        return alt.X("day:T", scale=alt.Scale(domain=ends), axis=axis)

    def money_axis(self) -> Chart:
        """Return the y channel: whole powers of ten written out in dollars, never as 1e-5."""
        alt = altair()
        decades = range(round(math.log10(self.low)), round(math.log10(self.high)) + 1)
        axis = alt.Axis(
            values=[10.0**power for power in decades],
            labelExpr="'$' + format(datum.value, ',.' + max(0, -round(log(datum.value) / LN10)) + 'f')",
            title=None,
        )
        return alt.Y("usd:Q", scale=alt.Scale(type="log", domain=[self.low, self.high], nice=False), axis=axis)


def altair() -> Any:  # noqa: ANN401 - see Chart
    """Return the charting library, imported at the first call, without its own checks: the tests check every chart."""
    import altair as library
    from altair.utils.schemapi import disable_debug_mode

    disable_debug_mode()
    return library


def chart_of(rows: Iterable[Mapping[str, Any]]) -> Chart:
    """Return a chart of some rows, as a tuple: Altair copies lists value by value whenever charts are combined."""
    alt = altair()
    return alt.Chart(alt.Data(values=tuple(rows)))


def decades_around(amounts: Sequence[float], below: int = 0) -> tuple[float, float]:
    """Return the powers of ten around some amounts, with `below` more powers at the lower end."""
    low, high = math.floor(math.log10(min(amounts))), math.ceil(math.log10(max(amounts)))
    return 10.0 ** (low - below), 10.0 ** max(high, low + 1)


def stamp(day: date) -> str:
    """Return a day as local midnight for Vega, which reads a date without an hour as UTC and may draw it a day off."""
    return f"{day.isoformat()}T00:00:00"


def spread(places: Sequence[float], gap: float) -> list[float]:
    """Return places along a line moved apart, as little as needed, to be at least `gap` apart in their order."""
    order = sorted(range(len(places)), key=places.__getitem__)
    moved = list(places)
    for _ in range(200):
        pairs = [(a, b) for a, b in pairwise(order) if moved[b] - moved[a] < gap - 1e-6]
        for a, b in pairs:
            push = (gap - (moved[b] - moved[a])) / 2
            moved[a], moved[b] = moved[a] - push, moved[b] + push
        if not pairs:
            break
    return moved


def overlap(box: Box, other: Box) -> bool:
    """Return whether two boxes share any area."""
    return box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]


def target_labels(targets: Sequence[TargetLine], frame: Frame) -> list[Label]:
    """Return the labels of targets under the right ends of their lines; labels too close are moved apart."""
    tops = spread([frame.y(target.usd) + 4 for target in targets], LABEL_PX + 3)
    texts = [f"{target.label} {dollars(target.usd)}" for target in targets]
    return [
        Label(text, (frame.width - CHARACTER_PX * len(text), top, frame.width, top + LABEL_PX))
        for text, top in zip(texts, tops, strict=True)
    ]


def target_layers(targets: Sequence[TargetLine], frame: Frame) -> list[Chart]:
    """Return dashed lines across the window, each labelled under its right end; no layer without targets."""
    if not targets:
        return []
    rules = chart_of([{"usd": target.usd} for target in targets])
    rules = rules.mark_rule(color=VERMILION, strokeDash=[5, 4], opacity=0.8).encode(y=frame.money_axis())
    return [rules, label_layer(target_labels(targets, frame), align="right", color=VERMILION)]


def label_layer(labels: Sequence[Label], align: str, **style: Any) -> Chart:  # noqa: ANN401 - whatever a text mark takes
    """Return a layer of labels, each aligned with the left or right edge of its box."""
    alt = altair()
    side = 2 if align == "right" else 0
    values = [{"x": label.box[side], "y": label.box[1], "label": label.text} for label in labels]
    # A scale would be shared with the axes of the other layers, so pixels are given as they are.
    x, y = (alt.X("x:Q", scale=None, axis=None), alt.Y("y:Q", scale=None, axis=None))
    text = chart_of(values).encode(x=x, y=y, text=alt.Text("label:N"))
    return text.mark_text(align=align, baseline="top", **style)


def finished(chart: Chart, title: str, subtitle: str, width: int, height: int) -> Chart:
    """Return the chart with its title wrapped to its width, its size and the shared theme."""
    heading = altair().TitleParams(
        textwrap.wrap(title, (width + 70) // 9), subtitle=textwrap.wrap(subtitle, (width + 70) // 6), offset=14
    )
    return chart.properties(title=heading, width=width, height=height).configure(**THEME)


def to_svg(chart: Chart, name: str, label: str) -> str:
    """Return a chart as one SVG element to embed in a page.

    Args:
        chart: The chart.
        name: Prefix of the element's ids, unique in the page.
        label: Description for readers who cannot see the picture.
    """
    import vl_convert

    version = altair().SCHEMA_VERSION.removeprefix("v").rsplit(".", 1)[0]
    # The tests check every chart against the schema; checking again at each run would cost 0.4 s for a report.
    svg = vl_convert.vegalite_to_svg(chart.to_dict(validate=False), vl_version=version)
    svg = re.sub(r'(\bid="|url\(#)', rf"\g<1>{name}-", svg)
    # Vega calls each group of marks a picture of its own, without a text: the whole chart is one picture with a label.
    svg = re.sub(r' (?:role="graphics-|aria-roledescription=")[^"]*"(?=[^<>]*>)', "", svg)
    return svg.replace("<svg ", f'<svg role="img" aria-label="{escape(label)}" ', 1)


def to_png(svg: str) -> bytes:
    """Return an SVG as PNG at twice its nominal size."""
    import vl_convert

    return vl_convert.svg_to_png(svg, scale=2)
