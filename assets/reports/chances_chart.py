"""Draw the chances of our forecast and of simple rules within 1, 3 and 5 years as dots on one scale."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from assets.charts import BLUE, MUTED
from assets.formats import percent
from assets.row_plot import RowPlot
from assets.svg import NOTE_PX, Caption, dot, line, picture, source_line, text
from assets.text_width import text_width
from warehouse.query import Row

YEARS = (1, 3, 5)
RIGHT, GAP = 30, 8
"""Pixels beyond the axis for the last label, and between labels."""
MADE_FROM = "list prices of sellers, scores of Epoch AI (CC BY 4.0) and a search's energy as Google published it"


def chances_picture(rows: Sequence[Row], as_of: date, width: int) -> str:
    """Return the dot plot as one SVG element: one row a method, one dot for each of 1, 3 and 5 years.

    Args:
        rows: `label`, `p_1y`, `p_3y` and `p_5y` of each method; the first is highlighted.
        as_of: Date of the forecasts.
        width: Width of the whole picture in pixels.
    """
    plot = RowPlot(width, len(rows), 0, 1, names_px=250, right_px=RIGHT, step=44, is_log=False)
    parts = [*plot.grid([(share, f"{share:.0%}") for share in (0, 0.25, 0.5, 0.75, 1)])]
    for number, row in enumerate(rows):
        parts += _row(plot, number, row, BLUE if number == 0 else MUTED)
    chance, end = percent(rows[0]["p_5y"]), f"{as_of:%B} {as_of.year + YEARS[-1]}"
    caption = Caption(
        f"Chance of {chance} that an answer costs as little as a search's electricity by {end}",
        "Chance that it has cost as little at least once within 1, 3 and 5 years",
        "The rules have the noise of the prices so far. The search's electricity is uncertain, and its price moves.",
        source_line(MADE_FROM, as_of),
        " ".join(f"{row['label']}: {', '.join(_chances(row))}." for row in rows),
    )
    return picture(caption, parts, width=width, height=plot.height)


def _chances(row: Row) -> list[str]:
    return [f"{percent(row[f'p_{years}y'])} in {years} year{'s' if years > 1 else ''}" for years in YEARS]


def _row(plot: RowPlot, number: int, row: Row, colour: str) -> Iterator[str]:
    yield plot.name(number, row["label"], colour)
    y = plot.y(number) + 8
    places = [plot.x(row[f"p_{years}y"]) for years in YEARS]
    yield line((places[0], y), (places[-1], y), colour, width=2)
    yield from (dot((place, y), 6, colour) for place in places)
    words = [f"{years} y: {percent(row[f'p_{years}y'])}" for years in YEARS]
    for middle, label in zip(keep_apart(places, words, (plot.left, plot.right + RIGHT)), words, strict=True):
        yield text((middle, y - 12), label, colour, anchor="middle", size=NOTE_PX)


def keep_apart(places: Sequence[float], words: Sequence[str], ends: tuple[float, float]) -> list[float]:
    """Return the middles of labels: each at its place, or as near as the ends and the labels beside it allow."""
    halves = [text_width(label, NOTE_PX) / 2 for label in words]
    middles, limit = list(places), ends[1]
    for number in reversed(range(len(middles))):
        middles[number] = min(middles[number], limit - halves[number])
        limit = middles[number] - halves[number] - GAP
    limit = ends[0]
    for number, half in enumerate(halves):
        middles[number] = max(middles[number], limit + half)
        limit = middles[number] + half + GAP
    return middles
