"""Price cards: a model's name as a heading, below it labelled prices ('Input' '$3 / MTok' 'Output' '$15 / MTok').

Only for HTML pages, where a cut is noticed. Tables are not read here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from lxml import etree  # ty: ignore[missing-module-member] - compiled

from assets.prices.pages.combined import AMOUNT, Part, parts_of
from assets.prices.pages.opening import looks_like_html
from assets.reading.grids import Cell, Grid, make_grid
from assets.reading.html import BLOCKS, HEADINGS, SKIPPED, STRUCK, Element, clean, parse_html
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
MODEL = re.compile(r"\d|\binstant\b", re.I)
UNNAMED = re.compile(
    r"(?:api |token )?(?:pricing|prices?)|text tokens|(?:cached )?input|output|(?:prompt )?caching", re.I
)


@dataclass
class Card:
    """One heading and the lines below it up to the next heading."""

    name: str
    path: tuple[str, ...]
    lines: list[str] = field(default_factory=list)


def card_grids(text: str, problems: list[str]) -> list[Grid]:
    """One grid of one row per card that labels exactly one input and one output; none for Markdown.

    A heading without a digit ('Pricing', 'LLM API') names no model, but for Claude Instant.
    """
    if not looks_like_html(text):
        return []
    grids: list[Grid] = []
    for card in _cards(parse_html(text)):
        try:
            if MODEL.search(card.name) and (cells := _cells(card.lines)):
                row = [Cell(card.name), *(Cell(cells.get(column, "")) for column in COLUMNS)]
                grids.append(replace(make_grid([HEADER, row], 1), path=card.path))
        except ValueError as error:
            problems.append(f"card {card.name[:60]!r}: left out, {error}")
    return grids


def _cells(lines: list[str]) -> dict[str, str]:
    """The text below each label. Raises ValueError when a label comes twice: two models, or two kinds of token."""
    cells: dict[str, str] = {}
    label, twice = "", set()
    for line in lines:
        if (found := LABEL.fullmatch(line)) and (not found["rest"] or AMOUNT.search(found["rest"])):
            label = str(next(name for name in LABEL.groupindex if found[name]))
            twice |= {label} & set(cells)
            cells.setdefault(label, "")
            line = found["rest"]  # noqa: PLW2901 - what stands behind the label
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
        cells.pop("cached", None)  # it holds for one of the bands, and does not say for which
    return {name: text.strip() for name, text in cells.items() if name not in twice}


def _one_line(lines: list[str]) -> dict[str, str]:
    """The prices of a card that holds them in one line ('in $0.10 / out $0.30'); {} unless exactly one line does."""
    found = [parts for line in lines if AMOUNT.search(line) and {"input", "output"} <= set(parts := _parts(line))]
    return dict(found[0]) if len(found) == 1 else {}


def _parts(line: str) -> dict[Part, str]:
    try:
        return parts_of(line)
    except MoneyError:
        return {}


def _cards(root: Element) -> list[Card]:
    cards: list[Card] = [Card("", ())]
    path: list[tuple[int, str]] = []
    text: list[str] = []
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        skipped = element.tag in SKIPPED or element.tag == "table" or element.tag in STRUCK
        title = _title(element) if event == "start" and element.tag in HEADINGS else ""
        if skipped or title:
            if event == "start":
                walk.skip_subtree()
            if title:
                cards[-1].lines = _lines(text)
                text.clear()
                level = HEADINGS[element.tag]
                path = [above for above in path if above[0] < level]
                cards.append(Card(title, tuple(above for _, above in path)))
                path.append((level, title))
        elif event == "start":
            text += (_break(element), (element.text or "").replace("\n", " "))
        else:
            text.append(_break(element))
        if event == "end":
            text.append((element.tail or "").replace("\n", " "))
    cards[-1].lines = _lines(text)
    return cards


def _title(heading: Element) -> str:
    """The heading's text, unless it is itself a label ('Pricing', 'Input')."""
    title = clean("".join(heading.itertext())).replace("\n", " ")
    return "" if UNNAMED.fullmatch(title) else title


def _break(element: Element) -> str:
    return "\n" if element.tag in BLOCKS or element.tag in HEADINGS else "\r" if element.tag in ("span", "a") else ""


def _lines(text: list[str]) -> list[str]:
    """The lines of a card. A break between inline elements is none inside an amount ('$' '3' '.50')."""
    whole = re.sub(r"(?<=[$¥€])[\r\n ]+(?=\d)|(?<=\d)\r+(?=[.,]\d)", "", "".join(text))
    return clean(whole.replace("\r", "\n")).split("\n")
