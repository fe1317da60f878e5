"""MiniMax's price pages: the docs' tables (dollars or yuan), and the console page, whose text models are in `div`s.

Tried on the Chinese console page of 2026-07-17, whose tables hold video, speech and music only. Its text models are
grids of `div`s: they are turned into tables. The tab that is selected ('标准', '优先') names the tier; list prices are
struck through. The name cell also says for which prompt lengths a price holds.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assets.prices.pages.identity import ENGLISH_OR_CHINESE
from assets.prices.pages.opening import looks_like_html, open_page, stated_unit
from assets.prices.pages.tables import Layout, offers_in
from assets.prices.pages.validation import only_named, validate_offers
from assets.prices.price_page import PageReading, PricePage
from assets.prices.price_source import PriceSource
from assets.reading.grids import Cell, Grid
from assets.reading.html import Element, grids_in, parse_html
from assets.reading.markdown import markdown_grids

NAME = re.compile(r"[\w.-]+", re.ASCII)
TAB_TIERS = {"标准": "standard", "standard": "standard", "优先": "priority", "priority": "priority"}
NAME_AND_BAND = re.compile(
    r"(?P<name>\S+)[\s(（]+(?P<band>(?:上下文|输入|context|input)?[^\d]{0,12}?[≤<>＞]?\s*\d.*)", re.I | re.S
)


def read(page: PricePage) -> PageReading:
    """Return the offers of one page.

    Raises:
        PageRefused: It is not one of MiniMax's price pages.
    """
    text = open_page(page, SOURCE.signature)
    problems: list[str] = []
    grids = _html_grids(text) if looks_like_html(text) else markdown_grids(text)
    layout = Layout(currency=None, yen="CNY", unit=stated_unit(text))
    offers = offers_in(map(_with_bands_apart, grids), layout, problems)
    return validate_offers(page, only_named(offers, NAME, problems), problems, SOURCE.must_have)


def _html_grids(text: str) -> list[Grid]:
    root = parse_html(text)
    for header in root.xpath("//div[contains(concat(' ', @class, ' '), ' grid ')]"):
        shown = ["".join(cell.itertext()).strip() for cell in header]
        if len(shown) > 2 and re.fullmatch(r"模型|models?", shown[0], re.I):
            _make_table(header)
    return grids_in(root)


def _make_table(header: Element) -> None:
    """Turn a header `div` and its parent's other children into a table, in place; the selected tab is its caption."""
    table = header.getparent()
    table.tag = "table"
    for row in table:
        row.tag = "tr"
        for cell in row:
            cell.tag = "th" if row is header else "td"
    tabs = table.xpath("(preceding::*[@role='tablist'])[last()]")
    if tabs and set(tabs[0].getparent().iterdescendants()) & {table}:
        caption = table.makeelement("caption")
        selected = tabs[0].xpath(".//*[@role='tab'][@aria-selected='true']")
        label = "".join(selected[0].itertext()).strip() if len(selected) == 1 else "no tab selected"
        caption.text = TAB_TIERS.get(label.lower(), f"fine-tuning or another service: {label}")
        table.insert(0, caption)


def _with_bands_apart(grid: Grid) -> Grid:
    """Move prompt lengths from name cells into a column of their own, and remove badges ('永久五折')."""
    if len(grid.header) != 1 or not re.fullmatch(r"模型|models?", grid.columns[0], re.I):
        return grid
    rows = []
    for name, *cells in grid.rows:
        split = NAME_AND_BAND.fullmatch(name.text)
        parts = (replace(name, text=split["name"]), Cell(split["band"].strip(" )）"))) if split else (name, Cell())
        rows.append((*parts, *cells))
    tabs = tuple(TAB_TIERS.get(tab.lower(), tab) for tab in grid.tabs)
    others = (replace(cell, text=re.sub(r"[(（]含多模态[)）]", "", cell.text)) for cell in grid.header[0][1:])
    header = (grid.header[0][0], Cell("输入长度"), *others)
    return replace(grid, header=(header,), rows=tuple(rows), tabs=tabs)


SOURCE = PriceSource(
    name="minimax",
    urls=(
        "https://platform.minimax.io/docs/guides/pricing-paygo",
        "https://platform.minimaxi.com/docs/guides/pricing-paygo",
        "https://platform.minimaxi.com/subscribe/token-plan",
    ),
    signature=(r"minimax", ENGLISH_OR_CHINESE),
    must_have=(r"^(?:MiniMax-|M2|abab)",),
    read=read,
    verified=True,
    aliases=("minimax-cn",),
)
