"""`badge.svg`: two words and a number for other pages, drawn by ourselves so that no service is asked."""

from __future__ import annotations

from jinja2 import Environment

from assets.forecasts import headline
from assets.formats import factor
from assets.reports import front
from assets.reports.gather import ReportData

PADDING = 6
"""Pixels left and right of a text."""
NARROW, WIDE = "iljtfrI1.,:;'|!()[]/- ", "mwMW@%"
"""Characters that are far narrower or wider than the others in a font of the Verdana kind."""
WIDTHS = {**dict.fromkeys(NARROW, 4.6), **dict.fromkeys(WIDE, 10.4)}
OTHER_WIDTH = 7.0
"""Pixels of any other character at a size of 11; the SVG stretches each text to the width that is assumed here."""


def badge_texts(data: ReportData) -> tuple[str, str]:
    """Return the two texts of the badge: what is compared, and the cost of an answer beside that of a search."""
    row = data.verdict(headline.TARGET)
    if not row:
        return "GPT-4-class answer", "no verdict yet"
    label = f"{front.reference(row)}-class answer"
    ratio = row["now_ratio"]
    if ratio > 1:
        return label, f"{factor(ratio)} times a search"
    return label, f"1/{factor(1 / ratio)} of a search"


def badge(data: ReportData, environment: Environment) -> str:
    """Return the badge as an SVG file."""
    left, right = badge_texts(data)
    context = {"left": left, "right": right, "left_width": text_width(left), "right_width": text_width(right)}
    return environment.get_template("edition/badge.svg.j2").render(context, padding=PADDING)


def text_width(text: str) -> int:
    """Return the assumed width of a text in pixels."""
    return round(sum(WIDTHS.get(letter, OTHER_WIDTH) for letter in text))
