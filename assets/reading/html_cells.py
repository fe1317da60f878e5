"""What one cell or element of HTML shows: its text in lines, what is struck through, links, badges."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree  # ty: ignore[missing-module-member] - compiled

from assets.reading.grids import Cell

Element = etree._Element
HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
BLOCKS = frozenset(
    ("p", "div", "li", "ul", "ol", "tr", "br", "dd", "dt", "dl", "section", "article", "table", "tbody", "thead")
) | set(HEADINGS)
SKIPPED = frozenset(["script", "style", "template", "svg", "noscript", "button"])
STRUCK = frozenset(("s", "del", "strike"))
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
SPACES = str.maketrans(dict.fromkeys("\u00a0\u202f\u2007\u2009\u3000\t\r\f\v", " "))
FOOTNOTE = re.compile(r"[\[(（]?\s*(?:\d|[*†‡§#]+|[a-z])(?:\s*,\s*\d)*\s*[\])）]?")
SUPERSCRIPTS = re.compile("[¹²³⁰⁴-⁹]+")
STRUCK_STYLE = re.compile(r"line-through|strike", re.I)
HIDDEN_STYLE = re.compile(r"display:\s*none")
BADGE = re.compile(r"badge|chip|pill\b|\btag\b|label", re.I)


@dataclass
class _Content:
    """The pieces of a cell, in order; `is_linked` once a link that begins the cell has ended."""

    kept: list[str] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    asides: list[str] = field(default_factory=list)
    is_linked: bool = False

    @property
    def is_blank(self) -> bool:
        return not any(piece.strip() for piece in self.kept)


def clean(text: str) -> str:
    """Return the text with lines trimmed, blanks collapsed, invisible characters and footnote digits dropped."""
    if not text.isascii():
        text = SUPERSCRIPTS.sub("", text.translate(INVISIBLE).translate(SPACES))
    if "\n" not in text:
        return " ".join(text.split())
    return "\n".join(line for line in (" ".join(raw.split()) for raw in text.split("\n")) if line)


def text_of(element: Element) -> str:
    """Return all text of an element, as it is written."""
    return "".join(element.itertext())


def html_cell(element: Element) -> Cell:
    """Return what an element shows as a cell of a table."""
    if len(element) == 0:
        return Cell(clean((element.text or "").replace("\n", " ")))
    content = _Content()
    _collect(element, content)
    asides = tuple(line for aside in content.asides for line in clean(aside).split("\n") if line)
    return Cell(clean("".join(content.kept)), clean("".join(content.struck)), tuple(content.links), asides=asides)


def _collect(element: Element, content: _Content) -> None:
    if element.text:
        content.kept.append(element.text.replace("\n", " "))
    for child in element:
        tag = child.tag
        if tag == "br":
            content.kept.append("\n")
        elif tag in SKIPPED or (child.attrib and _hidden(child)):
            pass
        elif tag in STRUCK or (child.attrib and _struck(child)):
            content.struck.append(text_of(child))
        elif tag == "sup":
            _superscript(text_of(child), content.kept)
        else:
            _collect_shown(child, content)
        if child.tail:
            content.kept.append(child.tail.replace("\n", " "))


def _collect_shown(child: Element, content: _Content) -> None:
    """Add a visible element: on lines of its own if it is a block, a badge or beside the link that began the cell."""
    is_link = child.tag == "a" and bool(child.get("href"))
    is_badge = bool(BADGE.search(child.get("class") or ""))
    is_aside = not content.is_blank and (is_badge or (content.is_linked and child.tag not in BLOCKS))
    begins = is_link and content.is_blank
    if is_link:
        content.links.append(child.get("href"))
    apart = "\n" if child.tag in BLOCKS or is_badge or is_aside else ""
    at = len(content.kept)
    content.kept.append(apart)
    _collect(child, content)
    content.kept.append(apart)
    if is_aside:
        content.asides.append("".join(content.kept[at:]))
    if begins and not content.is_blank:
        content.is_linked = True


def _superscript(mark: str, kept: list[str]) -> None:
    """Drop a footnote mark; keep anything else behind a '^', which no amount may touch."""
    if mark.strip() and not FOOTNOTE.fullmatch(mark.strip()):
        glued = mark.strip()[0].isdigit()
        kept.append("^" + mark if glued else mark)


def _hidden(element: Element) -> bool:
    return element.get("hidden") is not None or bool(HIDDEN_STYLE.search(element.get("style") or ""))


def _struck(element: Element) -> bool:
    return bool(STRUCK_STYLE.search(element.get("class") or "") or STRUCK_STYLE.search(element.get("style") or ""))
