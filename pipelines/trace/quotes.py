"""Find the cells of an archived page that a price was read from, by the quote that its reader kept."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from decimal import Decimal, InvalidOperation
from functools import cache

from bs4 import BeautifulSoup, Tag

from pipelines.trace.safe_html import elements_with_text, squash

LONGEST = 1_000
"""Longest text of an element, without spaces, that may be a cell or a model's name."""
BESIDE = 60
"""Characters that may stand beside the name of a model in its cell: badges, notes."""
NEAR = 40
"""Elements after a name among which a cell may be a part of a longer text."""
MARKUP = r"(?:[\s\\*`]|<br ?/?>)*+"
"""What Markdown may write between the letters of a cell."""
NAMED_VALUE = re.compile(r"([A-Za-z_][\w.-]*): ([-+]?\d[\d.]*(?:[eE][-+]?\d+)?)(?=[,;|]|\s|$)")
"""A value of a feed in a quote, such as `prompt: 0.0000025`."""


def quoted_cells(quote: str) -> list[list[str]]:
    """Return the texts that each cell of a quote may have; empty cells are left out.

    A quote is `header: cell | header: cell`.

    >>> quoted_cells("Input: $5 / MTok | Price: Output: $25")
    [['Input: $5 / MTok', '$5 / MTok'], ['Price: Output: $25', 'Output: $25', '$25']]
    """
    parts = [part.strip() for part in quote.split(" | ") if part.strip() and not part.rstrip().endswith(":")]
    return [[": ".join(part.split(": ")[n:]) for n in range(part.count(": ") + 1)] for part in parts]


def find_cells(tree: BeautifulSoup, quote: str, names: Sequence[str]) -> list[Tag | None]:
    """Return the element of each cell of a quote, None for one that is not there.

    Several rows may hold the same amounts: of all places where a name of the model stands, the one that the cells
    follow most closely is taken, and of equally close ones that with the least text beside the name. Where no name is
    found, it is the cells that stand most closely together.
    """
    elements = elements_with_text(tree, LONGEST)
    wanted = [[squash(text) for text in texts] for texts in quoted_cells(quote)]
    marks = {squash(name).casefold() for name in names} - {""}
    starts = {at: beside for at, (_, text) in enumerate(elements) if (beside := _text_beside(text, marks)) <= BESIDE}
    if not starts:
        firsts = {text for texts in wanted for text in texts}
        starts = {at: 0 for at, (_, text) in enumerate(elements) if text in firsts}
    texts = [text for _, text in elements]
    cells: list[int | None] = [None] * len(wanted)
    least = (len(wanted), 0, 0)
    for start, beside in starts.items():
        places = _following(texts, wanted, start)
        distance = max((at - start for at in places if at is not None), default=0)
        if (rank := (places.count(None), distance, beside)) < least:
            cells, least = places, rank
    return [None if at is None else elements[at][0] for at in cells]


def _text_beside(text: str, marks: Collection[str]) -> int:
    """Return how many letters a text has beside the longest name in it; more than BESIDE where it has no name."""
    lengths = [len(mark) for mark in marks if mark in text.casefold()]
    return len(text) - max(lengths) if lengths else BESIDE + 1


def _following(texts: Sequence[str], wanted: Sequence[Sequence[str]], start: int) -> list[int | None]:
    """Return where each cell is from a place on: an element of its own with its text, else one that has it, too."""
    places: list[int | None] = []
    for cell in wanted:
        equal = [at for at in range(start, len(texts)) if texts[at] in cell]
        own = next((at for at in equal if at not in places), equal[0] if equal else None)
        places.append(_around(texts, cell, start) if own is None else own)
    return places


def _around(texts: Sequence[str], cell: Sequence[str], start: int) -> int | None:
    """Return the shortest of the next elements that hold the text of a cell among other words."""
    pattern = re.compile(
        "|".join(rf"(?<![\d.]){re.escape(text)}(?![.,]?\d)" for text in cell if re.search(r"\d", text))
    )
    if not pattern.pattern:
        return None
    near = [at for at in range(start, min(start + NEAR, len(texts))) if pattern.search(texts[at])]
    return min(near, key=lambda at: (len(texts[at]), at), default=None)


def find_passages(text: str, quote: str, names: Sequence[str]) -> list[tuple[int, int]]:
    """Return where the parts of a quote stand in a text that is not HTML: (start, end) in order, [] where they do not.

    The parts are the whole quote, else its named values as JSON writes them, else its cells, those that follow a name
    of the model most closely.
    """
    if quote and quote in text:
        return [(text.index(quote), text.index(quote) + len(quote))]
    starts = {
        match.start(): len(match[1]) for name in names if name for match in re.finditer(_cell_of(name), text)
    } or {0: 0}
    values, cells = NAMED_VALUE.findall(quote), quoted_cells(quote)
    readings = [{start: _json_values(text, start, values) for start in starts}] if values else []
    readings.append({start: _cell_texts(text, start, cells) for start in starts})
    for places in readings:
        whole = {start: passages for start, passages in places.items() if passages}
        if whole:
            return whole[min(whole, key=lambda start: (whole[start][-1][0] - start - starts[start], starts[start]))]
    return []


def _cell_of(name: str) -> str:
    """Return the pattern of a name and of what follows it in its cell or text."""
    return rf'{re.escape(name)}([^|"<>,\n]*)'


def _json_values(text: str, start: int, values: Sequence[tuple[str, str]]) -> list[tuple[int, int]]:
    passages = []
    for name, value in values:
        for match in re.compile(rf'"{re.escape(name)}"\s*:\s*"?([-+\d.eE]+)"?').finditer(text, start):
            if _is_number(match[1], value):
                passages.append(match.span())
                break
        else:
            return []
    return sorted(passages)


def _is_number(written: str, value: str) -> bool:
    try:
        return Decimal(written) == Decimal(value)
    except InvalidOperation:
        return False


def _cell_texts(text: str, start: int, cells: Sequence[Sequence[str]]) -> list[tuple[int, int]]:
    passages: list[tuple[int, int]] = []
    for candidates in cells:
        matches = (match for candidate in candidates for match in _written(candidate).finditer(text, start))
        spans = (match.span() for match in matches)
        free = next(
            (span for span in spans if not any(first < span[1] and span[0] < end for first, end in passages)), None
        )
        if free is None:
            return []
        passages.append(free)
    return sorted(passages)


@cache
def _written(candidate: str) -> re.Pattern[str]:
    """Return the pattern of a cell's text as Markdown may write it."""
    letters = MARKUP.join(re.escape(letter) for letter in squash(candidate))
    return re.compile(rf"(?<![\d.]){letters}(?![.,]?\d)")
