"""Draw the page's first chart: the cheapest answer, one search, and the day on which their costs crossed.

It is written as SVG directly, since its labels, its marked day and its notes on each step are its whole point.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from assets.charts import BLUE, FONT, INK, LABEL_PX, MUTED, VERMILION, Frame
from assets.formats import day, everyday_money, host
from assets.svg import escape, source_line
from warehouse.query import Row

SIZES = (1000, 440), (360, 400)
"""Whole pictures in pixels across and down: for a column of 1,000, and for a phone's 360."""
TOP, BOTTOM, LEFT, RIGHT = 70, 30, 8, 12
FOOTER_LINE = 14
HALO = ' stroke="white" stroke-width="4" stroke-linejoin="round" paint-order="stroke"'
"""Attributes of a text that stays readable on a line."""
HOSTS = 3
"""Sources named in the picture; the page names all."""
GRID = "#e9e9e9"
SHADE = "#cfe3f1"


class Crossing(NamedTuple):
    """What the chart shows: the steps of the frontier, and the verdict on one search."""

    steps: tuple[Row, ...]
    verdict: Row
    as_of: date


def crossing_picture(crossing: Crossing, title: str, size: tuple[int, int]) -> str:
    """Return the chart as one SVG element.

    Args:
        crossing: The steps in the order of their dates, at least one, and the verdict.
        title: The finding.
        size: Width and height of the whole picture in pixels.
    """
    frame = _frame(crossing, size)
    label = f"{title} {describe(crossing)}"
    target_y = TOP + frame.y(float(crossing.verdict["target_usd_per_query"]))
    parts = [*_heading(title, size), *_range(crossing, frame), *_axes(frame, target_y), *_target(target_y, frame)]
    parts += [*_line(crossing, frame), *_labels(crossing, frame), *_notes(crossing, frame), *_footer(crossing, size)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{escape(label)}" width="{size[0]}" '
        f'height="{size[1]}" viewBox="0 0 {size[0]} {size[1]}" font-family="{FONT}" font-size="12.5">'
        f'<rect width="{size[0]}" height="{size[1]}" fill="white"/>{"".join(parts)}</svg>'
    )


def describe(crossing: Crossing) -> str:
    """Return what the line does, for readers who cannot see it."""
    first, last = crossing.steps[0], crossing.steps[-1]
    return (
        f"A step line from {everyday_money(first['usd_per_query'])} on {day(first['valid_from'])} to "
        f"{everyday_money(last['usd_per_query'])} on {day(crossing.as_of)}; a search costs "
        f"{everyday_money(crossing.verdict['target_usd_per_query'], 'searches')}."
    )


def _frame(crossing: Crossing, size: tuple[int, int]) -> Frame:
    amounts = [float(row["usd_per_query"]) for row in crossing.steps]
    amounts.append(float(crossing.verdict["target_usd_per_query"]))
    first = crossing.steps[0]["valid_from"]
    across, down = size[0] - LEFT - RIGHT, size[1] - TOP - BOTTOM - FOOTER_LINE * len(_footer_lines(crossing, size[0]))
    return Frame(first, crossing.as_of, min(amounts) / 2.2, max(amounts) * 1.8, across, down)


def _text(place: tuple[float, float], words: str, colour: str = INK, anchor: str = "start", extra: str = "") -> str:
    x, y = place
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" text-anchor="{anchor}"{extra}>{escape(words)}</text>'


def _heading(title: str, size: tuple[int, int]) -> Iterator[str]:
    lines = _wrap(title, int(size[0] / 8.6))
    for number, line in enumerate(lines[:2]):
        yield _text((LEFT, 18 + 20 * number), line, extra=' font-size="16" font-weight="bold"')
    yield _text((LEFT, 18 + 20 * min(len(lines), 2)), "Cost of one answer, log scale", MUTED)


def _wrap(words: str, width: int) -> list[str]:
    lines = [""]
    for word in words.split():
        if lines[-1] and len(lines[-1]) + len(word) + 1 > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _axes(frame: Frame, target_y: float) -> Iterator[str]:
    """Yield the axes; an amount whose label would lie on the line of the search has none."""
    for power in range(math.ceil(math.log10(frame.low)), math.floor(math.log10(frame.high)) + 1):
        y = TOP + frame.y(10.0**power)
        yield f'<line x1="{LEFT}" x2="{LEFT + frame.width}" y1="{y:.1f}" y2="{y:.1f}" stroke="{GRID}"/>'
        if not -4 < target_y - (y - LABEL_PX - 4) < LABEL_PX + 8:
            yield _text((LEFT, y - 4), everyday_money(10.0**power, "answers" if frame.width > 500 else ""), MUTED)
    base = TOP + frame.height
    yield f'<line x1="{LEFT}" x2="{LEFT + frame.width}" y1="{base}" y2="{base}" stroke="#8a8a8a"/>'
    for year in range(frame.first.year + 1, frame.last.year + 1):
        x = LEFT + frame.x(date(year, 1, 1))
        yield f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{base}" y2="{base + 5}" stroke="#8a8a8a"/>'
        if x < LEFT + frame.width - 34:
            yield _text((x + 3, base + 15), str(year), MUTED)


def _range(crossing: Crossing, frame: Frame) -> Iterator[str]:
    low, high = crossing.verdict["crossed_on_low"], crossing.verdict["crossed_on_high"]
    if low and crossing.verdict["crossed_on"]:
        left, right = frame.x(max(low, frame.first)), frame.x(min(high or frame.last, frame.last))
        yield (
            f'<rect x="{LEFT + left:.1f}" y="{TOP}" width="{max(right - left, 2):.1f}" height="{frame.height}" '
            f'fill="{SHADE}" fill-opacity="0.55"/>'
        )


def _target(y: float, frame: Frame) -> Iterator[str]:
    yield (
        f'<line x1="{LEFT}" x2="{LEFT + frame.width}" y1="{y:.1f}" y2="{y:.1f}" stroke="{VERMILION}" '
        'stroke-width="1.5" stroke-dasharray="6 4"/>'
    )


def _line(crossing: Crossing, frame: Frame) -> Iterator[str]:
    path, on_sale = [], False
    for row in crossing.steps:
        end = min(row["valid_to"] or crossing.as_of, crossing.as_of)
        y = TOP + frame.y(float(row["usd_per_query"]))
        left, right = LEFT + frame.x(row["valid_from"]), LEFT + frame.x(end)
        path.append(f"{'L' if on_sale else 'M'}{left:.1f},{y:.1f}H{right:.1f}")
        on_sale = row["valid_to"] is None or any(row["valid_to"] == later["valid_from"] for later in crossing.steps)
    yield f'<path d="{"".join(path)}" fill="none" stroke="{BLUE}" stroke-width="2.5"/>'


def _labels(crossing: Crossing, frame: Frame) -> Iterator[str]:
    """Yield at most five labels: the search, the first step, the crossing, the lowest cost and today's."""
    steps, verdict = crossing.steps, crossing.verdict
    search = everyday_money(verdict["target_usd_per_query"], "searches")
    right = LEFT + frame.width
    target_y = TOP + frame.y(float(verdict["target_usd_per_query"]))
    yield _text((right, target_y - 6), f"one search: {search}", VERMILION, "end")
    first, last = steps[0], steps[-1]
    x, y = LEFT + frame.x(first["valid_from"]), TOP + frame.y(float(first["usd_per_query"]))
    yield _text((x + 4, y - 7), f"{_short(first)}: {everyday_money(first['usd_per_query'])}", BLUE, extra=HALO)
    yield from _crossing_label(verdict, frame)
    lowest = min(steps, key=lambda row: row["usd_per_query"])
    is_same = lowest is last or frame.width < 500
    if not is_same:
        x, y = LEFT + frame.x(lowest["valid_from"]), TOP + frame.y(float(lowest["usd_per_query"]))
        yield _text((x, y + 18), f"lowest: {everyday_money(lowest['usd_per_query'])}", BLUE, "middle", HALO)
    y = TOP + frame.y(float(last["usd_per_query"]))
    yield _text((right, y - 8), f"now: {everyday_money(last['usd_per_query'])}", BLUE, "end", HALO)


def _crossing_label(verdict: Row, frame: Frame) -> Iterator[str]:
    if not verdict["crossed_on"] or not verdict["usd_per_query"]:
        return
    x = LEFT + frame.x(verdict["crossed_on"])
    y = TOP + frame.y(float(verdict["usd_per_query"]))
    yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="{VERMILION}" stroke="white" stroke-width="2"/>'
    yield _text((x - 9, y + 18), day(verdict["crossed_on"]), INK, "end", f' font-weight="bold"{HALO}')


def _short(row: Row) -> str:
    return str(row["model"]).split(" (")[0]


def _notes(crossing: Crossing, frame: Frame) -> Iterator[str]:
    """Yield a group for each step, numbered from 0: an invisible column for the pointer, and the step itself.

    The column has a note for readers of the file; the page's script makes the step of a chosen group visible.
    """
    for number, row in enumerate(crossing.steps):
        end = min(row["valid_to"] or crossing.as_of, crossing.as_of)
        left, right, y = frame.x(row["valid_from"]), frame.x(end), frame.y(float(row["usd_per_query"]))
        words = f"From {day(row['valid_from'])}: {row['model']}, {everyday_money(row['usd_per_query'])}"
        if row["runner_up_model"]:
            words += f"; next: {row['runner_up_model']}, {everyday_money(row['runner_up_usd_per_query'])}"
        yield (
            f'<g data-step="{number}"><title>{escape(words)}</title>'
            f'<rect x="{LEFT + left:.1f}" y="{TOP}" width="{max(right - left, 1):.1f}" height="{frame.height}" '
            f'fill-opacity="0"/><path d="M{LEFT + left:.1f},{TOP + y:.1f}H{LEFT + max(right, left + 1):.1f}" '
            f'stroke="{INK}" stroke-width="7" stroke-linecap="round" stroke-opacity="0"/></g>'
        )


def _footer(crossing: Crossing, size: tuple[int, int]) -> Iterator[str]:
    lines = _footer_lines(crossing, size[0])
    for number, line in enumerate(lines):
        y = size[1] - 8 - FOOTER_LINE * (len(lines) - 1 - number)
        yield _text((LEFT, y), line, MUTED, extra=' font-size="11.5"')


def _footer_lines(crossing: Crossing, width: int) -> list[str]:
    hosts = list(dict.fromkeys(host(row["source_url"]) for row in crossing.steps))
    others = f" and {len(hosts) - HOSTS} more" if len(hosts) > HOSTS else ""
    source = source_line(f"list prices at {', '.join(hosts[:HOSTS])}{others}", crossing.as_of)
    shaded = "Shaded: possible dates of the crossing. " if crossing.verdict["crossed_on_low"] else ""
    return _wrap(f"{shaded}{source}", int(width / 5.9))
