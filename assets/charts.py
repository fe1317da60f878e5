"""What every chart shares: colours, the dollar axis, room for labels, and the way to SVG and PNG.

What a chart says does not belong here; see `assets/<subject>/charts.py`. Altair costs half a second to import, so
functions import it when they are called.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import altair as alt

INK, MUTED, BLUE, VERMILION = "#1a1a1a", "#5c5c5c", "#0072B2", "#a33c00"
"""Okabe and Ito's blue and a darkened vermilion: told apart by every common kind of colour vision, also in grey."""
LINE_COLOURS = ("#0072B2", "#a33c00", "#007a58", "#8a4a77", "#5c5c5c", "#7a6000")
FONT = "Arial, Helvetica, Liberation Sans, sans-serif"
LABEL_PX, CHARACTER_PX = 12, 6.3
"""Size of a label and the mean width of its characters, to keep labels off each other without measuring fonts."""

THEME: dict[str, Any] = {
    "background": "white",
    "font": FONT,
    "aria": False,
    "padding": {"left": 8, "top": 8, "right": 10, "bottom": 8},
    "view": {"stroke": None},
    "title": {"anchor": "start", "fontSize": 17, "subtitleFontSize": 13, "subtitleColor": MUTED, "offset": 14},
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


class TargetLine(NamedTuple):
    """What one search costs, in USD per query, under the words to print at the end of its line."""

    label: str
    usd: float


@dataclass(frozen=True)
class Frame:
    """The plotted window: days across, dollars up on a log scale, and its size in pixels."""

    first: date
    last: date
    low: float
    high: float
    width: int = 570
    height: int = 430

    def x(self, day: date) -> float:
        """Pixels from the left edge."""
        return (day - self.first).days / max((self.last - self.first).days, 1) * self.width

    def y(self, usd: float) -> float:
        """Pixels from the top edge."""
        return math.log10(self.high / usd) / math.log10(self.high / self.low) * self.height

    def usd_at(self, y: float) -> float:
        """The dollars drawn at so many pixels from the top edge."""
        return self.high / (self.high / self.low) ** (y / self.height)

    def days_axis(self) -> alt.X:
        """The x channel: years where the window is long, months where it is short."""
        import altair as alt  # noqa: PLC0415

        is_long = (self.last - self.first).days > 900
        axis = alt.Axis(format="%Y" if is_long else "%b %Y", tickCount="year" if is_long else 6, title=None, grid=False)
        return alt.X("day:T", scale=alt.Scale(domain=[_moment(self.first), _moment(self.last)]), axis=axis)

    def money_axis(self, field: str = "usd") -> alt.Y:
        """The y channel: whole powers of ten written out in dollars, never as 1e-5."""
        import altair as alt  # noqa: PLC0415

        decades = range(round(math.log10(self.low)), round(math.log10(self.high)) + 1)
        axis = alt.Axis(
            values=[10.0**power for power in decades],
            labelExpr="'$' + format(datum.value, ',.' + max(0, -round(log(datum.value) / LN10)) + 'f')",
            title="US dollars per answer (log scale)",
        )
        return alt.Y(f"{field}:Q", scale=alt.Scale(type="log", domain=[self.low, self.high], nice=False), axis=axis)


def dollars(usd: float | Decimal) -> str:
    """An amount to three significant digits, written out: $0.0106, $0.000018, $12.50, $1,200."""
    amount = float(usd)
    if amount == 0 or abs(amount) >= 1:
        return f"${amount:,.2f}".removesuffix(".00")
    places = 2 - math.floor(math.log10(abs(amount)))
    return f"${amount:.{places}f}".rstrip("0")


def decades_around(amounts: Sequence[float], below: int = 0) -> tuple[float, float]:
    """The powers of ten that hold all amounts, with so many spare ones below."""
    low, high = math.floor(math.log10(min(amounts))), math.ceil(math.log10(max(amounts)))
    return 10.0 ** (low - below), 10.0 ** max(high, low + 1)


def stamp(day: date) -> str:
    """A day as Vega takes it for local midnight; without the hour it would be read as UTC and drawn a day off."""
    return f"{day.isoformat()}T00:00:00"


def spread(places: Sequence[float], gap: float) -> list[float]:
    """Places along one line moved apart to be at least `gap` from each other, in their order, as little as needed."""
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


def haloed(layer: alt.Chart, **style: Any) -> alt.LayerChart:  # noqa: ANN401 - whatever a text mark takes
    """Text on a white halo, readable where it crosses a line."""
    import altair as alt  # noqa: PLC0415

    halo = {**style, "color": "white", "stroke": "white", "strokeWidth": 4, "strokeJoin": "round"}
    return alt.layer(layer.mark_text(**halo), layer.mark_text(**style))


def target_layers(targets: Sequence[TargetLine], frame: Frame) -> list[alt.Chart]:
    """Dashed lines across the window, each named at its right end; names too close are moved apart."""
    import altair as alt  # noqa: PLC0415

    if not targets:
        return []
    heights = spread([frame.y(target.usd) for target in targets], LABEL_PX + 3)
    ends = [
        {"day": stamp(frame.last), "usd": t.usd, "label_usd": frame.usd_at(y), "label": f"{dollars(t.usd)} {t.label}"}
        for t, y in zip(targets, heights, strict=True)
    ]
    rules = alt.Chart(alt.Data(values=ends)).mark_rule(color=VERMILION, strokeDash=[5, 4], opacity=0.75)
    names = alt.Chart(alt.Data(values=ends)).mark_text(align="left", dx=7, color=VERMILION)
    return [
        rules.encode(y=frame.money_axis()),
        names.encode(x=frame.days_axis(), y=frame.money_axis("label_usd"), text="label:N"),
    ]


def finished(chart: alt.LayerChart, title: str, subtitle: str, frame: Frame | None = None) -> alt.LayerChart:
    """The chart with its title, its size and the shared theme."""
    import altair as alt  # noqa: PLC0415

    size = {"width": frame.width, "height": frame.height} if frame else {}
    return chart.properties(title=alt.TitleParams(title, subtitle=subtitle), **size).configure(**THEME)


def to_svg(chart: alt.LayerChart, name: str = "chart", label: str = "") -> str:
    """The chart as one SVG element that can stand inside a page: ids of its own, and a text for who cannot see it."""
    import altair as alt  # noqa: PLC0415
    import vl_convert  # noqa: PLC0415

    version = alt.SCHEMA_VERSION.removeprefix("v").rsplit(".", 1)[0]
    svg = vl_convert.vegalite_to_svg(chart.to_dict(), vl_version=version)
    svg = re.sub(r'(\bid="|url\(#)', rf"\g<1>{name}-", svg)
    return svg.replace("<svg ", f'<svg role="img" aria-label="{escape(label or name)}" ', 1)


def to_png(chart: alt.LayerChart | str, scale: float = 2) -> bytes:
    """The chart, or an SVG made from it before, as PNG at twice its nominal size."""
    import vl_convert  # noqa: PLC0415

    return vl_convert.svg_to_png(chart if isinstance(chart, str) else to_svg(chart), scale=scale)


def _moment(day: date) -> alt.DateTime:
    import altair as alt  # noqa: PLC0415

    return alt.DateTime(year=day.year, month=day.month, date=day.day)
