"""Read the texts of a chart and where they are, to test that each can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple
from xml.etree import ElementTree

from assets.charts import overlap
from assets.svg import TEXT_PX
from assets.text_width import text_width

SVG = "{http://www.w3.org/2000/svg}"
TOUCH = 1.0
"""Pixels by which boxes may overlap: they are a little larger than the letters."""
SHIFTS = {"start": 0.0, "middle": 0.5, "end": 1.0}


class Text(NamedTuple):
    """A line of text and its box in pixels of the whole picture."""

    words: str
    box: tuple[float, float, float, float]


def texts(svg: str) -> list[Text]:
    """Return all texts of a chart in the order in which they are drawn; it must be well-formed XML."""
    return list(_texts(ElementTree.fromstring(svg), (0.0, 0.0)))


def words(svg: str) -> list[str]:
    """Return the words of all texts of a chart."""
    return [text.words for text in texts(svg)]


def assert_readable(svg: str) -> None:
    """Fail where a text of a chart is cut by its edge or covers another text."""
    root = ElementTree.fromstring(svg)
    across, down = float(root.attrib["width"]), float(root.attrib["height"])
    placed = texts(svg)
    cut = [t.words for t in placed if t.box[0] < 0 or t.box[1] < 0 or t.box[2] > across or t.box[3] > down]
    assert cut == []
    covered = [(label.words, other.words) for label, other in combinations(placed, 2) if overlap(label.box, other.box)]
    assert covered == []


def footer(svg: str) -> str:
    """Return the last lines of a chart from the word Source on."""
    return " ".join(words(svg)).partition("Source: ")[2]


def _texts(element: ElementTree.Element, shift: tuple[float, float]) -> Iterator[Text]:
    moved = re.fullmatch(r"translate\((-?[\d.]+),(-?[\d.]+)\)", element.get("transform", ""))
    if moved:
        shift = shift[0] + float(moved[1]), shift[1] + float(moved[2])
    if element.tag == f"{SVG}text":
        size, content = float(element.get("font-size", TEXT_PX)), element.text or ""
        across = text_width(content, size, bold=element.get("font-weight") == "bold")
        x = shift[0] + float(element.attrib["x"]) - SHIFTS[element.get("text-anchor", "start")] * across
        y = shift[1] + float(element.attrib["y"])
        yield Text(content, (x + TOUCH, y - 0.72 * size + TOUCH, x + across - TOUCH, y + 0.2 * size - TOUCH))
    for child in element:
        yield from _texts(child, shift)
