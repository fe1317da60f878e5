"""Decode a page's bytes into text; refuse a page that is cut off, empty, binary, a refusal or another document."""

from __future__ import annotations

import re

from assets.capture.refusals import find_refusal
from assets.html_page import parse_page, title_and_text
from assets.prices.pages.drawn_tables import mark_drawn_tables
from assets.prices.pages.identity import LANGUAGES, identity_of, lacks
from assets.prices.pages.labelled import with_labels_as_headers
from assets.prices.price_page import OtherPage, PageRefused, PricePage
from assets.reading.grids import Grid
from assets.reading.html import grids_in, parse_html
from assets.reading.markdown import markdown_grids
from assets.reading.units import Unit, find_units

SMALLEST, LARGEST = 200, 20_000_000
HTML = re.compile(
    r"\s*(?:<!--.*?-->\s*)*<(?:!doctype|html|head|body|main|article|section|div|table|[a-z]+-[a-z-]+)\b",
    re.I | re.S,
)
CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?\s*([\w-]+)", re.I)
SCRIPTS = re.compile(r"<(script|style|svg|template)\b.*?</\1\s*>", re.I | re.S)
ENDS = r"""\n.!?。！？|>)}\]"'`*_~"""
"""What a line may end with where a text ends without a line break."""
BALANCED = ("table", "sup", "s", "del", "strike", "th", "h1", "h2", "h3", "h4", "script")


def open_page(page: PricePage, signature: tuple[str, ...]) -> str:
    """Return the page's text.

    Args:
        page: The page.
        signature: Patterns, each of which a line of `identity_of` the page matches.

    Raises:
        OtherPage: It is another page.
        PageRefused: The page is not whole.
    """
    where = page.name or "the page"
    if not SMALLEST <= len(page.body) <= LARGEST:
        raise PageRefused(f"{where}: {len(page.body)} bytes is no price page; capture it again")
    text = _decode(page.body, where)
    if fault := _fault(text) if looks_like_html(text) else _markdown_fault(text):
        raise PageRefused(f"{where}: {fault}; capture it again")
    identity = identity_of(text, visible_text(text))
    if missing := lacks(identity, signature):
        language = LANGUAGES.get(missing[0])
        fault = f"it is not in {language}" if language else "it does not name the seller"
        shown = "; ".join(line[:60] for line in identity.split("\n") if not line.startswith("column "))
        raise OtherPage(f"{where}: not the expected page, {fault} ({shown})", identity)
    return text


def looks_like_html(text: str) -> bool:
    """Return whether a text is HTML rather than Markdown."""
    return bool(HTML.match(text[:5000])) or "</html>" in text[-200:].lower()


def page_grids(text: str) -> list[Grid]:
    """Return every table of a page, HTML or Markdown."""
    grids = _html_grids(text) if looks_like_html(text) else markdown_grids(text)
    return [with_labels_as_headers(grid) for grid in grids]


def _html_grids(text: str) -> list[Grid]:
    root = parse_html(text)
    mark_drawn_tables(root)
    return grids_in(root)


def visible_text(text: str) -> str:
    """Return a page's text without scripts and tags: for signatures and statements, not for prices.

    Regular expressions are ten times as fast as a parsed tree, and most readers need the text of every page.
    """
    return re.sub(r"<[^<>]+>", " ", SCRIPTS.sub(" ", text)) if looks_like_html(text) else text


def stated_unit(text: str, assumed: Unit | None = None) -> Unit | None:
    """Return the unit of tokens that the page as a whole states ('Prices per 1M tokens'); None when it states two.

    Args:
        text: The page.
        assumed: The unit of a page that states none.
    """
    sentences = re.findall(r"[^\n.。<>|]{0,20}(?:per|/|／|每)[^\n.。<>|]{0,30}", visible_text(text), re.I)
    units = {unit for sentence in sentences for unit in find_units(sentence) if unit.is_token and unit.count >= 1000}
    if not units:
        return assumed
    return units.pop() if len(units) == 1 else None


def _decode(body: bytes, where: str) -> str:
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    else:
        declared = CHARSET.search(body[:4096])
        encoding = declared[1].decode("ascii", "replace") if declared else "utf-8"
    try:
        text = body.decode("utf-8-sig" if encoding.lower() in ("utf-8", "utf8") else encoding)
    except (UnicodeError, LookupError) as error:
        raise PageRefused(f"{where}: its bytes are not {encoding} text; capture it again") from error
    if text.count("\0") * 1000 > len(text):
        raise PageRefused(f"{where}: its text is damaged (wrong encoding or binary); capture it again")
    return text.replace("\0", "\ufffd")  # real pages have a few; a price cell with one is refused


def _markdown_fault(text: str) -> str | None:
    """Describe what shows that a Markdown text is cut off: a last row, code or tabs that do not close."""
    *_, above, last = ["", *text.rsplit("\n", 2)]
    is_short_row = last.startswith("|") and above.startswith("|") and last.count("|") < above.count("|")
    if is_short_row or re.search(rf"[^{ENDS}]\Z", text.rstrip(" \t")):
        return "it is cut off inside its last line"
    if len(re.findall(r"^[ \t]*```", text, re.M)) % 2:
        return "it is cut off inside code"
    for tag in ("Tab", "TabItem", "TabPanel"):
        opened, closed = len(re.findall(rf"<{tag}[\s>]", text)), text.count(f"</{tag}>")
        if opened != closed:
            return f"{opened} <{tag}> but {closed} </{tag}>: tags are lost"
    return None


def _fault(text: str) -> str | None:
    if re.search(r"<html\b", text[:5000], re.I) and "</html" not in text[-5000:].lower():
        return "it is cut off before its end"
    lowered = text.lower()
    if "<table" not in lowered and (refusal := find_refusal(text, *title_and_text(parse_page(text)))):
        return f"it is a {refusal}"
    visible = SCRIPTS.sub(" ", lowered) if "<script" in lowered else lowered
    for tag in BALANCED:
        opened, closed = len(re.findall(rf"<{tag}[\s>]", visible)), visible.count(f"</{tag}>")
        if opened != closed:
            return f"{opened} <{tag}> but {closed} </{tag}>: tags are lost"
    return None
