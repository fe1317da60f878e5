"""Price cards: a model's name as a heading, below it labelled prices ('Input' '$3 / MTok' 'Output' '$15 / MTok').

Only for HTML pages, because a truncated HTML page can be detected. `tables.py` reads tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import PageElement, PreformattedString

from assets.html_page import parse_page
from assets.prices.pages.combined import AMOUNT, Part, parts_of
from assets.prices.pages.opening import looks_like_html
from assets.reading.grids import Cell, Grid, make_grid
from assets.reading.html_cells import BLOCKS, HEADINGS, SKIPPED, STRUCK, clean
from assets.reading.money import MoneyError

LABEL = re.compile(
    r"(?:(?P<write>(?:(?:prompt )?cach(?:e|ing) )?writes?)"
    r"|(?P<cached>cached inputs?(?: tokens?)?|cache (?:reads?|hits?)|reads?)"
    r"|(?P<input>inputs?(?: tokens?)?|prompts?(?: tokens?)?)"
    r"|(?P<output>outputs?(?: tokens?)?|completions?(?: tokens?)?)"
    r"|(?P<other>(?:prompt )?caching|batch[\w ]*|web search|code execution|storage|audio[\w ]*|images?[\w ]*)"
    r"|(?P<training>training))"
    r"(?: price| pricing)?\s*(?::\s*|(?=[$¥€])|$)(?P<rest>.*)",
    re.I | re.S,
)
COLUMNS = ("input", "cached", "output")
HEADER = [Cell("Model"), Cell("Input"), Cell("Cached input"), Cell("Output")]
LEFT_OUT = SKIPPED | STRUCK | {"table"}
MODEL = re.compile(r"\d|\binstant\b", re.I)
UNNAMED = re.compile(
    r"(?:api |token )?(?:pricing|prices?)|text tokens|(?:cached )?input|output|(?:prompt )?caching", re.I
)


@dataclass
class Card:
    """One heading and the lines below it up to the next heading."""

    name: str
    path: tuple[str, ...]
    links: tuple[str, ...] = ()
    lines: list[str] = field(default_factory=list)


def card_grids(text: str, problems: list[str]) -> list[Grid]:
    """Return a grid with a single row for every card that labels exactly one input and one output price.

    None for Markdown. A heading without a digit ('Pricing', 'LLM API') names no model, but for Claude Instant.
    """
    if not looks_like_html(text):
        return []
    grids: list[Grid] = []
    for card in _cards(parse_page(text)):
        try:
            if MODEL.search(card.name) and (cells := _cells(card.lines)):
                row = [Cell(card.name, links=card.links), *(Cell(cells.get(column, "")) for column in COLUMNS)]
                grids.append(replace(make_grid([HEADER, row], 1), path=card.path))
        except ValueError as error:
            problems.append(f"card {card.name[:60]!r}: left out, {error}")
    return grids


def _cells(lines: list[str]) -> dict[str, str]:
    """Return the text below each label. A repeated label (two models or kinds of token) raises ValueError."""
    cells: dict[str, str] = {}
    label, twice = "", set()
    for line in lines:
        if (match := LABEL.fullmatch(line)) and (not match["rest"] or AMOUNT.search(match["rest"])):
            label = str(next(name for name in LABEL.groupindex if match[name]))
            twice |= {label} & set(cells)
            cells.setdefault(label, "")
            line = match["rest"]  # noqa: PLW2901 - the text behind the label
        if label and label not in twice and line and (AMOUNT.search(line) or re.search(r"[<>≤≥]", line)):
            cells[label] += f"\n{line}"
    if not cells:
        return _one_line(lines)
    if not AMOUNT.search(cells.get("input", "")) or not AMOUNT.search(cells.get("output", "")):
        return {}
    if "training" in cells:
        raise ValueError("prices of a fine-tuned model")
    if twice & {"input", "output"}:
        raise ValueError("more than one price of input or output")
    if re.search(r"[<>≤≥]", cells["input"]) and not re.search(r"[<>≤≥]", cells.get("cached", "")):
        cells.pop("cached", None)  # it holds for one of the bands, but the card does not state for which
    return {name: text.strip() for name, text in cells.items() if name not in twice}


def _one_line(lines: list[str]) -> dict[str, str]:
    """The prices of a card that holds them in one line ('in $0.10 / out $0.30'); {} unless exactly one line does."""
    priced_lines = [
        parts for line in lines if AMOUNT.search(line) and {"input", "output"} <= set(parts := _parts(line))
    ]
    return dict(priced_lines[0]) if len(priced_lines) == 1 else {}


def _parts(line: str) -> dict[Part, str]:
    try:
        return parts_of(line)
    except MoneyError:
        return {}


def _cards(page: BeautifulSoup) -> list[Card]:
    """The headings of a page in order, each with the lines up to the next heading."""
    cards: list[Card] = [Card("", ())]
    path: list[tuple[int, str]] = []
    text: list[str] = []
    for piece in _pieces(page):
        if isinstance(piece, str):
            text.append(piece)
            continue
        cards[-1].lines = _lines(text)
        text.clear()
        level, title = HEADINGS[piece.name], _title(piece)
        path = [above for above in path if above[0] < level]
        cards.append(Card(title, tuple(above for _, above in path), _links(piece)))
        path.append((level, title))
    cards[-1].lines = _lines(text)
    return cards


def _pieces(page: BeautifulSoup) -> Iterator[Tag | str]:
    """Yield the headings that name something, and the text and line breaks between them, without tables."""
    rest: list[Iterator[PageElement] | str] = [iter(page.contents)]
    while rest:
        nodes = rest[-1]
        if isinstance(nodes, str):
            yield nodes
            rest.pop()
        elif (node := next(nodes, None)) is None:
            rest.pop()
        elif isinstance(node, NavigableString):
            if not isinstance(node, PreformattedString):  # comments and declarations
                yield node.replace("\n", " ")
        elif isinstance(node, Tag) and node.name not in LEFT_OUT:
            if node.name in HEADINGS and _title(node):
                yield node
            else:
                yield _break(node)
                rest += [_break(node), iter(node.contents)]


def _title(heading: Tag) -> str:
    """The heading's text, unless it is itself a label ('Pricing', 'Input')."""
    title = clean(heading.get_text()).replace("\n", " ")
    return "" if UNNAMED.fullmatch(title) else title


def _links(heading: Tag) -> tuple[str, ...]:
    """The addresses that a heading links to: those of links in it, or of the link around it."""
    links = heading.find_all("a") or heading.find_parents("a", limit=1)
    return tuple(str(link["href"]) for link in links if link.get("href"))


def _break(element: Tag) -> str:
    return "\n" if element.name in BLOCKS else "\r" if element.name in ("span", "a") else ""


def _lines(text: list[str]) -> list[str]:
    """Return the lines of a card; breaks between inline elements inside an amount ('$' '3' '.50') are removed."""
    whole = re.sub(r"(?<=[$¥€])[\r\n ]+(?=\d)|(?<=\d)\r+(?=[.,]\d)", "", "".join(text))
    return clean(whole.replace("\r", "\n")).split("\n")
