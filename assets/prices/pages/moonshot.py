"""Moonshot's price pages, one per model family: yuan on the Chinese platform, dollars on the other.

Tried on two pages of platform.kimi.com of 2026-07-17. 'Cache miss' is the price of an input token, 'cache hit' of a
cached one; the unit is a column. The tables of 2024 (not tried) have one price, for both sides where the page says that
it bills both. The `.md` twins hold no tables but `DocTable` components (seen as quoted in parsers of 2026): they are
rewritten as tables.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assets.prices.pages.identity import ENGLISH_OR_CHINESE
from assets.prices.pages.opening import looks_like_html, open_page, page_grids, stated_unit
from assets.prices.pages.tables import Layout, offers_in
from assets.prices.pages.validation import only_named, validate_offers
from assets.prices.price_page import PageOffer, PageReading, PricePage
from assets.prices.price_source import PriceSource
from assets.reading.grids import Cell, Grid

NAME = re.compile(r"[\w.-]+", re.ASCII)
COMPONENT = re.compile(r"<DocTable\s+columns=\{\[(?P<columns>.*?)\]\}\s*rows=\{\[(?P<rows>.*?)\]\}\s*/>", re.S)
CELL = re.compile(r'"(?P<text>[^"\\\n]*)"|<>\s*(?:\{"(?P<sign>[^"]*)"\})?(?P<amount>[^<>{}]*)</>')
FLAT = re.compile(r"价格|price", re.I)
BILLS_BOTH = re.compile(r"Input\s*和\s*Output\s*均|bill both the input and output", re.I)
BATCH = re.compile(r"\s*[(（]\s*(?:batch|批量)\s*[)）]", re.I)


def read(page: PricePage) -> PageReading:
    """Return the offers of one page.

    Raises:
        PageRefused: It is not one of Moonshot's price pages.
    """
    text = open_page(page, SOURCE.signature)
    problems: list[str] = []
    layout = Layout(currency=None, yen="CNY", unit=stated_unit(text))
    grids = page_grids(text if looks_like_html(text) else COMPONENT.sub(_as_table, text))
    if BILLS_BOTH.search(text):
        grids = [_with_both_sides(grid) for grid in grids]
    offers = map(_with_batch_tier, offers_in(grids, layout, problems))
    return validate_offers(page, only_named(offers, NAME, problems), problems, SOURCE.must_have)


def _with_both_sides(grid: Grid) -> Grid:
    """Repeat the only price column, 'Price', as a column of input and one of output."""
    if len(grid.header) != 1 or sum(bool(re.search("价格|price", text, re.I)) for text in grid.columns) != 1:
        return grid
    at = next((i for i, text in enumerate(grid.columns) if FLAT.fullmatch(text)), None)
    if at is None:
        return grid
    header = (*grid.header[0][:at], Cell("Input"), Cell("Output"), *grid.header[0][at + 1 :])
    rows = tuple((*row[:at], row[at], row[at], *row[at + 1 :]) for row in grid.rows)
    return replace(grid, header=(header,), rows=rows)


def _as_table(component: re.Match[str]) -> str:
    titles = re.findall(r'title:\s*"([^"]*)"', component["columns"])
    rows = [_cells(row) for row in re.findall(r"\[(.*?)\]", component["rows"], re.S)]
    lines = [titles, ["---"] * len(titles), *(row for row in rows if len(row) == len(titles))]
    return "\n\n" + "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n\n"


def _cells(row: str) -> list[str]:
    """The cells of one row; none when the row holds anything but text and signed amounts."""
    if CELL.sub("", row).strip(" ,\n"):
        return []
    return [cell["text"] or f"{cell['sign'] or ''}{cell['amount'] or ''}" for cell in CELL.finditer(row)]


def _with_batch_tier(offer: PageOffer) -> PageOffer:
    name = BATCH.sub("", offer.model)
    return replace(offer, model=name, tier="batch") if name != offer.model else offer


SOURCE = PriceSource(
    name="moonshot",
    urls=(
        "https://platform.kimi.com/docs/pricing/chat",
        "https://platform.kimi.com/docs/pricing/chat-k26",
        "https://platform.kimi.com/docs/pricing/chat-k27-code",
        "https://platform.kimi.ai/docs/pricing/chat",
    ),
    signature=(r"\bkimi\b|moonshot|月之暗面", ENGLISH_OR_CHINESE),
    must_have=(r"^(?:kimi|moonshot)\b",),
    read=read,
    verified=True,
    aliases=("moonshot-cn", "kimi"),
)
