"""DeepSeek's price page: models across, kinds of price down; US dollars on the English page, yuan on the Chinese one.

Hours changed the price twice: until 2025-09 a discount at night (tier 'off-peak' beside the standard price), since
2026-08-16 a doubled price at peak hours. In the second case the off-peak price is the base price, so it is 'standard'.
Tried on the Chinese page of 2026-07-17; the English pages of 2025 and 2026 (with and without spans) are as stored
copies show them.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assets.prices.pages.columns import is_model_header, is_price_header
from assets.prices.pages.identity import ENGLISH_OR_CHINESE
from assets.prices.pages.opening import open_page, page_grids, stated_unit
from assets.prices.pages.tables import Layout, offers_in
from assets.prices.pages.validation import validate_offers
from assets.prices.price_page import PageOffer, PageReading, PricePage
from assets.prices.price_source import PriceSource
from assets.reading.dates import Period, read_period
from assets.reading.grids import Cell, Grid, make_grid
from assets.reading.money import MoneyError, amounts, is_absent

FOOTNOTE = re.compile(r"\s*[(（]\d[)）]|\s*\*+(?=\s|$)|\s*[(（]\d+% off[)）]", re.I)
"""Footnote marks, and the discount that a price in a row of discounts includes already."""
OFF_PEAK = re.compile(r"off[- ]peak|非高峰(?:时段|期)?|低谷(?:时段|期)?|错峰(?:时段)?|平峰(?:时段|期)?", re.I)
PEAK = re.compile(r"(?<!off[- ])\bpeak\b|(?<!非)高峰", re.I)
NIGHT = re.compile(r"discount price", re.I)
DAY = re.compile(
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}"
    r"|20\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日",
    re.I,
)


def read(page: PricePage) -> PageReading:
    """Return the offers of one page.

    Raises:
        PageRefused: It is not DeepSeek's price page.
    """
    text = open_page(page, SOURCE.signature)
    problems: list[str] = []
    layout = Layout(yen="CNY", unit=stated_unit(text))
    offers: list[PageOffer] = []
    for grid in page_grids(text):
        try:
            period = _list_period(grid.before)
        except ValueError as error:
            problems.append(f"a price list left out, {error}")
            continue
        listed = offers_in([_upright(_without_footnotes(grid))], layout, problems)
        offers += [replace(offer, valid_from=period.valid_from, valid_to=period.valid_to) for offer in listed]
    return validate_offers(page, offers, problems, SOURCE.must_have)


def _list_period(before: str) -> Period:
    """Return the period of a price list, if stated above it ('... in effect until 16:00 UTC on Sept 5th, 2025')."""
    days = set(DAY.findall(before))
    if len(days) != 1 or not re.search(r"price list|价格表", before, re.I):
        return Period()
    day = read_period(f"from {days.pop()}").valid_from
    return Period(valid_to=day) if re.search(r"until|remain|之?前", before, re.I) else Period(valid_from=day)


def _without_footnotes(grid: Grid) -> Grid:
    def clean(rows: tuple[tuple[Cell, ...], ...]) -> tuple[tuple[Cell, ...], ...]:
        return tuple(tuple(replace(cell, text=FOOTNOTE.sub("", cell.text)) for cell in row) for row in rows)

    return replace(grid, header=clean(grid.header), rows=clean(grid.rows))


def _upright(grid: Grid) -> Grid:
    """Transpose a table with models across into one with models down; return any other table unchanged.

    Prices are at the end of their row, one per model, so a row can be read even where the page has lost its spans.
    """
    first = grid.header[0][0].line if grid.header else ""
    models = [cell for cell in grid.header[0] if not cell.missing and cell.line != first] if grid.header else []
    if not models or not is_model_header(first) or sum(map(is_price_header, grid.columns)) >= 2:
        return grid
    labels: list[str] = []
    columns: list[list[Cell]] = []
    for row in grid.rows:
        cells = [cell for cell in row if not cell.missing]
        names, values = cells[: -len(models)], cells[-len(models) :]
        label = _label(names, labels)
        if is_price_header(label) and all(map(_is_price, values)) and not any(map(_is_price, names)):
            labels.append(label)
            columns.append(values)
    if any(map(PEAK.search, labels)):
        labels = [OFF_PEAK.sub("", label) for label in labels]
    rows = [[name, *(column[i] for column in columns)] for i, name in enumerate(models)]
    return replace(
        make_grid([[Cell(first), *map(Cell, labels)], *rows], 1),
        path=grid.path, tabs=grid.tabs, caption=grid.caption, before=grid.before,
    )  # fmt: skip


def _label(names: list[Cell], above: list[str]) -> str:
    """Return the label of a row's prices: its own; where spans are lost, the kind of price of the row above."""
    own = " / ".join(dict.fromkeys(cell.line for cell in names if cell.text))
    if above and not is_price_header(own) and (PEAK.search(own) or OFF_PEAK.search(own)):
        own = PEAK.sub("", OFF_PEAK.sub("", above[-1])) + " / " + own
    return re.sub(r"\([^()]*\d:\d\d[^()]*\)|（[^（）]*\d:\d\d[^（）]*）", "", NIGHT.sub("off-peak", own))


def _is_price(cell: Cell) -> bool:
    try:
        return is_absent(cell.text) or bool(amounts(cell.text))
    except MoneyError:
        return True


SOURCE = PriceSource(
    name="deepseek",
    urls=(
        "https://api-docs.deepseek.com/quick_start/pricing/",
        "https://api-docs.deepseek.com/zh-cn/quick_start/pricing/",
    ),
    signature=(r"deepseek(?:[ -]api|\.com)|^models deepseek$", ENGLISH_OR_CHINESE),
    must_have=(r"^deepseek-",),
    read=read,
    verified=True,
    aliases=("deepseek-cn",),
)
