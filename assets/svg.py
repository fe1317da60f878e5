"""Write charts as SVG: marks and texts, and the words around a plot: finding, unit, notes, source.

Colours are attributes from `assets/charts.py`, which the dark style sheet of the report replaces.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from assets.charts import FONT, GRID, INK, MUTED
from assets.formats import day
from assets.text_width import balance, text_width, wrap

WIDE, NARROW = 1000, 360
"""Widths of whole pictures in pixels: for a column of a desktop, and for a phone."""
EDGE = 8
"""Pixels left free at the left and right of a picture."""
TITLE_PX, TEXT_PX, NOTE_PX = 16, 12.5, 11.5
"""Sizes of fonts."""
TITLE_LINE, UNIT_LINE, NOTE_LINE = 20, 17, 15
"""Heights of lines."""
OWN_LICENCE = "Apache-2.0"
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML file may hold, such as those that ring a bell."""

Point = tuple[float, float]


@dataclass(frozen=True)
class Caption:
    """The words around a plot.

    Attributes:
        finding: What the chart shows, as a sentence: its title.
        unit: What is measured, and in which unit.
        notes: How to read the marks, and what is left out; may be empty.
        source: The last line, from `source_line`.
        spoken: More of what is seen, for readers who cannot see it.
    """

    finding: str
    unit: str
    notes: str
    source: str
    spoken: str = ""


def source_line(made_from: str, as_of: date) -> str:
    """Return the line on the origin of a picture: what it is made from, its date and its licence."""
    return f"Source: tokenfall, from {made_from}; as of {day(as_of)}. Licence: {OWN_LICENCE}."


def plot_width(width: int) -> int:
    """Return the width of the plot in a picture of this width."""
    return width - 2 * EDGE


def picture(caption: Caption, plot: Iterable[str], *, width: int, height: float) -> str:
    """Return a chart as one SVG element: the caption above and below the plot, as many lines as it needs.

    Args:
        caption: The words around the plot.
        plot: The marks, as SVG, in pixels from the plot's upper left corner.
        width: Width of the whole picture.
        height: Height of the plot.
    """
    room = plot_width(width)
    heading, top = _heading(caption, room)
    footer, bottom = _footer(caption, room, top + height)
    label = " ".join(words for words in (_sentence(caption.finding), _sentence(caption.unit), caption.spoken) if words)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{escape(label)}" width="{width}" '
        f'height="{bottom:.0f}" viewBox="0 0 {width} {bottom:.0f}" font-family="{FONT}" font-size="{TEXT_PX}">'
        f'<rect width="{width}" height="{bottom:.0f}" fill="white"/>{"".join(heading)}'
        f'<g transform="translate({EDGE},{top})">{"".join(plot)}</g>{"".join(footer)}</svg>'
    )


def text(  # noqa: PLR0913 - the attributes of a text
    place: Point,
    words: str,
    colour: str = INK,
    *,
    anchor: str = "start",
    size: float = TEXT_PX,
    bold: bool = False,
    halo: bool = False,
) -> str:
    """Return a line of text with its baseline at a place; a halo keeps it readable on a line."""
    more = f' font-size="{size:g}"' if size != TEXT_PX else ""
    more += ' font-weight="bold"' if bold else ""
    more += ' stroke="white" stroke-width="4" stroke-linejoin="round" paint-order="stroke"' if halo else ""
    more += f' text-anchor="{anchor}"' if anchor != "start" else ""
    return f'<text x="{place[0]:.1f}" y="{place[1]:.1f}" fill="{colour}"{more}>{escape(words)}</text>'


def line(start: Point, end: Point, colour: str = GRID, *, width: float = 1, dash: str = "") -> str:
    """Return a straight line; `dash` is the length of the dashes and of the gaps."""
    more = f' stroke-width="{width:g}"' if width != 1 else ""
    more += f' stroke-dasharray="{dash}"' if dash else ""
    ends = f'x1="{start[0]:.1f}" y1="{start[1]:.1f}" x2="{end[0]:.1f}" y2="{end[1]:.1f}"'
    return f'<line {ends} stroke="{colour}"{more}/>'


def dot(place: Point, radius: float, colour: str, *, hollow: bool = False) -> str:
    """Return a dot, filled with a white rim or hollow."""
    fill, stroke, width = ("white", colour, 1.8) if hollow else (colour, "white", 1)
    circle = f'<circle cx="{place[0]:.1f}" cy="{place[1]:.1f}" r="{radius:g}"'
    return f'{circle} fill="{fill}" stroke="{stroke}" stroke-width="{width:g}"/>'


def bar(left: float, top: float, size: Point, colour: str, *, opacity: float = 1) -> str:
    """Return a filled rectangle; `size` is its width and height."""
    more = f' fill-opacity="{opacity:g}"' if opacity != 1 else ""
    across, down = max(size[0], 1), max(size[1], 1)
    return f'<rect x="{left:.1f}" y="{top:.1f}" width="{across:.1f}" height="{down:.1f}" fill="{colour}"{more}/>'


def polyline(points: Sequence[Point], colour: str, *, width: float = 2.5, dash: str = "") -> str:
    """Return a line through points."""
    more = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="{_path(points)}" fill="none" stroke="{colour}" stroke-width="{width:g}"{more}/>'


def area(points: Sequence[Point], colour: str, *, opacity: float) -> str:
    """Return a filled polygon."""
    return f'<path d="{_path(points)}Z" fill="{colour}" fill-opacity="{opacity:g}"/>'


def steps(points: Sequence[Point]) -> list[Point]:
    """Return the corners of a step line: each height holds up to the next point."""
    corners = list(points[:1])
    for (_, height), following in pairwise(points):
        corners += [(following[0], height), following]
    return corners


def escape(words: str) -> str:
    """Return a text escaped for XML, with characters that no XML file may hold replaced by a mark."""
    return html.escape(NOT_XML.sub("\N{REPLACEMENT CHARACTER}", words))


def _path(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _heading(caption: Caption, room: float) -> tuple[list[str], int]:
    """Return the finding and the unit, and the height at which the plot starts."""
    finding = balance(caption.finding, room, TITLE_PX, bold=True)
    unit = balance(caption.unit, room, TEXT_PX)
    parts = [
        text((EDGE, 18 + TITLE_LINE * number), words, size=TITLE_PX, bold=True) for number, words in enumerate(finding)
    ]
    top = TITLE_LINE * len(finding) + 1
    parts += [text((EDGE, top + UNIT_LINE * (number + 1)), words, MUTED) for number, words in enumerate(unit)]
    return parts, top + UNIT_LINE * len(unit) + 18


def _footer(caption: Caption, room: float, top: float) -> tuple[list[str], float]:
    """Return the notes and the source, and the height of the whole picture."""
    lines = [*wrap(caption.notes, room, NOTE_PX), *wrap(caption.source, room, NOTE_PX)]
    first = top + 22
    parts = [text((EDGE, first + NOTE_LINE * number), words, MUTED, size=NOTE_PX) for number, words in enumerate(lines)]
    return parts, first + NOTE_LINE * (len(lines) - 1) + 8


def _sentence(words: str) -> str:
    return words if words.endswith((".", "?")) else f"{words}."


def label_width(words: str, *, bold: bool = False) -> float:
    """Return the width of a text of the usual size in pixels."""
    return text_width(words, TEXT_PX, bold=bold)
