"""Prices in sentences: 'Command R+ pricing is $2.50/1M tokens for input and $10.00/1M tokens for output.'"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assets.prices.pages.combined import HEADERS, parts_of
from assets.prices.pages.opening import SCRIPTS
from assets.reading.grids import Cell, Grid, make_grid

ABOUT = r"(?:\s+models?\b|\s*[(（][^()（）\n]{1,60}[)）]|\s+(?:on|via|through)\s+(?:the|our)\s+API\b)*"
VERB = r"\s+(?:pricing|prices?|costs?)?\s*(?:is|are|costs?)\s+(?:(?:charged|billed|priced|available)\s+)?(?:at\s+)?"
END = re.compile(r"[\n\"<>]|\\n|[.!?](?=\s|$)")
LONGEST = 400
BLOCK = re.compile(r"</?(?:p|div|li|ul|ol|d[dlt]|h[1-6]|section|article|br|t[dhr])\b[^<>]*>", re.I)


def prose(text: str) -> str:
    """Return the visible text of an HTML page, every block on lines of its own."""
    return re.sub(r"<[^<>]+>", " ", BLOCK.sub("\n", SCRIPTS.sub(" ", text)))


def sentence_grids(text: str, name: str, problems: list[str]) -> Iterator[Grid]:
    """Yield a table of one row for every sentence that states the prices of a model in the present tense.

    Args:
        text: The visible text of a page, or the texts in its data.
        name: Regular expression of a model's name, without groups.
        problems: Takes a message for every sentence whose amounts cannot be told apart.
    """
    heads = list(re.finditer(rf"(?P<name>{name}){ABOUT}{VERB}(?=(?:US)?\$)", text))
    stops = [*(head.start() for head in heads[1:]), len(text)]
    for head, stop in zip(heads, stops, strict=False):
        rest = text[head.end() : min(stop, head.end() + LONGEST)]
        end = END.search(rest)
        sentence = rest[: end.start()] if end else rest
        try:
            parts = parts_of(sentence)
        except ValueError as error:
            problems.append(f"{head['name']}: sentence left out, {error}")
            continue
        header = [Cell("Model"), *(Cell(HEADERS[part]) for part in HEADERS)]
        row = [Cell(head["name"]), *(Cell(parts.get(part, "")) for part in HEADERS)]
        yield make_grid([header, row], 1)
