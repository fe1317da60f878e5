"""Draw the chances of our forecast and of simple rules within 1, 3 and 5 years as dots on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

from assets.charts import BLUE, FONT, INK, MUTED
from assets.formats import day, percent
from warehouse.query import Row

SIZES = (760, 210), (350, 250)
TOP, ROW, GRID = 62, 36, "#e9e9e9"


def chances_picture(rows: Sequence[Row], title: str, as_of: date, size: tuple[int, int]) -> str:
    """Return the dot plot as one SVG element: one row a method, one dot for each of 1, 3 and 5 years.

    Args:
        rows: `label`, `p_1y`, `p_3y` and `p_5y` of each method; the first is highlighted.
        title: The question.
        as_of: Date of the forecasts.
        size: Width and height of the whole picture in pixels.
    """
    is_wide = size[0] > 500
    left, right, step = (210, size[0] - 30, ROW) if is_wide else (14, size[0] - 20, ROW + 14)
    spoken = "; ".join(f"{row['label']}: {', '.join(percent(row[f'p_{y}y']) for y in (1, 3, 5))}" for row in rows)
    label = f"{title} Chance within 1, 3 and 5 years. {spoken}."
    parts = [_text(8, 18, title, INK, ' font-size="16" font-weight="bold"')]
    parts.append(_text(8, 38, "Chance within 1, 3 and 5 years", MUTED))
    base = TOP + step * len(rows)
    for share in (0, 50, 100):
        x = left + (right - left) * share / 100
        parts.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{TOP - 8}" y2="{base}" stroke="{GRID}"/>')
        parts.append(_text(x, base + 14, f"{share}%", MUTED, ' text-anchor="middle"'))
    for number, row in enumerate(rows):
        y = TOP + step * (number + (0.4 if is_wide else 0.65))
        parts += _row(row, y, (left, right), BLUE if number == 0 else "#5c5c5c", is_wide=is_wide)
    parts.append(_text(8, size[1] - 8, f"Source: tokenfall, {day(as_of)}. Apache-2.0.", MUTED, ' font-size="11.5"'))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{escape(label)}" width="{size[0]}" '
        f'height="{size[1]}" viewBox="0 0 {size[0]} {size[1]}" font-family="{FONT}" font-size="12.5">'
        f'<rect width="{size[0]}" height="{size[1]}" fill="white"/>{"".join(parts)}</svg>'
    )


def _row(row: Row, y: float, ends: tuple[float, float], colour: str, *, is_wide: bool) -> list[str]:
    left, right = ends
    places = [left + (right - left) * row[f"p_{years}y"] for years in (1, 3, 5)]
    label = _text(8, y + 4, row["label"], colour) if is_wide else _text(8, y - 14, row["label"], colour)
    line = f'<line x1="{places[0]:.1f}" x2="{places[2]:.1f}" y1="{y:.1f}" y2="{y:.1f}" stroke="{colour}"/>'
    dots = [
        f'<circle cx="{place:.1f}" cy="{y:.1f}" r="8.5" fill="{colour}" stroke="white"/>'
        f'<text x="{place:.1f}" y="{y + 4:.1f}" fill="white" text-anchor="middle" font-size="11">{years}</text>'
        for place, years in zip(places, (1, 3, 5), strict=True)
    ]
    return [label, line, *dots]


def _text(x: float, y: float, words: str, colour: str, extra: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}"{extra}>{escape(words)}</text>'
