"""Volcengine's price page (Doubao, in yuan) and that of BytePlus ModelArk (Seed, in dollars).

Tried on the Chinese page of 2026-07-17. Headings are `div`s of class 'heading-h2'; a blank model cell means the model
above; bands count thousands of tokens. Low latency, audio, fine-tuned models and throughput packages are not read: they
have the same columns as the usual price. Prices that also depend on the output's length are left out. BytePlus's page
draws a Markdown text that a script holds, and Volcengine serves the same text as JSON.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assets.prices.pages.hours import rows_by_hours
from assets.prices.pages.identity import ENGLISH_OR_CHINESE
from assets.prices.pages.opening import looks_like_html, open_page, stated_unit
from assets.prices.pages.row_bands import with_names_from_above
from assets.prices.pages.tables import Layout, offers_in
from assets.prices.pages.validation import validate_offers
from assets.prices.price_page import PageOffer, PageReading, PricePage
from assets.prices.price_source import PriceSource
from assets.reading.embedded import markdown_in, script_values
from assets.reading.grids import Grid
from assets.reading.html import grids_in, parse_html
from assets.reading.markdown import markdown_grids

OTHER_SERVICE = re.compile(r"低延迟|low[- ]latency", re.I)
AUDIO = re.compile(r"(?<!non-)(?<!非)(?:\baudio|音频)", re.I)
TUNED = re.compile(r"精调模型|基础模型|base model|fine-?tuned", re.I)


def read(page: PricePage) -> PageReading:
    """Return the offers of one page.

    Raises:
        PageRefused: It is neither Volcengine's nor BytePlus's price page.
    """
    text = open_page(page, SOURCE.signature)
    problems: list[str] = []
    offers = _offers(_grids(text), text, problems)
    for embedded in _embedded(text):
        grids = [replace(grid, witness="data") for grid in markdown_grids(embedded)]
        offers += _offers(grids, embedded, problems)
    return validate_offers(page, offers, problems, SOURCE.must_have)


def _offers(grids: list[Grid], text: str, problems: list[str]) -> list[PageOffer]:
    layout = Layout(currency=None, unit=stated_unit(text), bare_context=1000)
    grids = [with_names_from_above(grid, bare=1000) for grid in grids if _is_usual(grid, problems)]
    usual = [rows_by_hours(grid, problems) for grid in grids]
    return offers_in(usual, layout, problems)


def _embedded(text: str) -> list[str]:
    """The Markdown texts with tables that the page's scripts, or the JSON of the document, hold."""
    return list(dict.fromkeys(markdown for _, value in script_values(text) for markdown in markdown_in(value)))


def _grids(text: str) -> list[Grid]:
    if not looks_like_html(text):
        return markdown_grids(text)
    root = parse_html(text)
    for element in root.iter("div"):
        if level := re.search(r"\bheading-(h[1-6])\b", element.get("class") or ""):
            element.tag = level[1]
    return grids_in(root)


def _is_usual(grid: Grid, problems: list[str]) -> bool:
    headings = (*grid.path, *grid.tabs)
    if any(OTHER_SERVICE.search(h) or AUDIO.search(h) for h in headings) or any(map(TUNED.search, grid.columns)):
        problems.append(f"{' > '.join(grid.path)}: left out, not the usual service")
        return False
    return True


SOURCE = PriceSource(
    name="volcengine",
    urls=(
        "https://www.volcengine.com/docs/82379/1544106",
        "https://docs.byteplus.com/en/docs/ModelArk/1544106",
        "https://www.volcengine.com/api/doc/getDocDetail?LibraryID=82379&DocumentID=1544106&type=online",
    ),
    signature=(r"volcengine|byteplus|modelark|火山", ENGLISH_OR_CHINESE),
    must_have=(r"doubao|seed|skylark",),
    read=read,
    verified=True,
    aliases=("volcengine-cn", "byteplus", "doubao"),
)
