"""Parts that all charts share: colours, scales, places for labels, and the conversion of an SVG to PNG.

The charts themselves are in `assets/<subject>/*_chart.py`, the writing of SVG in `assets/svg.py`.
"""

from __future__ import annotations

import math
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from assets.formats import everyday_money

INK, MUTED, BLUE, VERMILION = "#1a1a1a", "#5c5c5c", "#0072B2", "#8f3500"
"""Okabe and Ito's blue and a darkened vermilion: distinct for every common kind of colour vision, and in grey."""
FONT = "Arial, Helvetica, Liberation Sans, sans-serif"
GRID, AXIS = "#e9e9e9", "#8a8a8a"
LABEL_PX = 12
"""Height of a label."""
Box = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels."""


class TargetLine(NamedTuple):
    """Cost of one search in USD per query, and the label to print at its line."""

    label: str
    usd: float


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

    def decades(self) -> list[float]:
        """Return the powers of ten within the window."""
        low, high = math.ceil(math.log10(self.low) - 1e-9), math.floor(math.log10(self.high) + 1e-9)
        return [10.0**power for power in range(low, high + 1)]

    def years(self) -> list[date]:
        """Return the first days of years within the window."""
        starts = (date(year, 1, 1) for year in range(self.first.year, self.last.year + 1))
        return [start for start in starts if self.first <= start <= self.last]


def decades_around(amounts: Sequence[float]) -> tuple[float, float]:
    """Return the powers of ten around some amounts, at least one apart."""
    low, high = math.floor(math.log10(min(amounts))), math.ceil(math.log10(max(amounts)))
    return 10.0**low, 10.0 ** max(high, low + 1)


def axis_money(usd: float | Decimal) -> str:
    """Return an amount as people say it, with two digits: $10, 1 cent, $110 per million, 10 cents per million.

    Below a tenth of a cent it is the price of a million.
    """
    amount = Decimal(f"{Decimal(str(usd)):.1e}")
    if amount >= Decimal("0.001"):
        return everyday_money(amount, "")
    million = 1_000_000 * amount
    if million >= Decimal("0.001"):
        return f"{everyday_money(million, '')} per million"
    return f"{(100 * million).normalize():f} cents per million"


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


def first_free(candidates: Sequence[Box], taken: Sequence[Box]) -> Box:
    """Return the first box that covers nothing of what is taken; the first of all where each covers something."""
    free = (box for box in candidates if not any(overlap(box, other) for other in taken))
    return next(free, candidates[0])


def line_boxes(points: Sequence[tuple[float, float]]) -> list[Box]:
    """Return a thin box around each segment of a line, which labels must not cover."""
    return [(min(x, x2) - 2, min(y, y2) - 2, max(x, x2) + 2, max(y, y2) + 2) for (x, y), (x2, y2) in pairwise(points)]


def to_png(svg: str) -> bytes:
    """Return an SVG as PNG at twice its nominal size."""
    import vl_convert

    return pack_png(vl_convert.svg_to_png(svg, scale=2))


def pack_png(png: bytes) -> bytes:
    """Return a PNG with the same pixels, compressed as well as zlib can: a quarter of what the renderer writes."""
    chunks = list(_chunks(png))
    pixels = zlib.decompress(b"".join(data for kind, data in chunks if kind == b"IDAT"))
    first = next(place for place, (kind, _) in enumerate(chunks) if kind == b"IDAT")
    others = [(kind, data) for kind, data in chunks if kind != b"IDAT"]
    packed = [*others[:first], (b"IDAT", zlib.compress(pixels, 9)), *others[first:]]
    return png[:8] + b"".join(_chunk(kind, data) for kind, data in packed)


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the type and the data of each chunk of a PNG."""
    place = 8
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        yield png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        place += 12 + length


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
