"""Tencent's price pages: TokenHub of the international site in dollars, Hunyuan of the Chinese site in yuan.

Tried on the international page of 2026-07-17: one table per region, of which Singapore's is read (the mainland's on
the Chinese site, a part of whose TokenHub page was seen; the layout of Hunyuan's page is untried). DeepSeek's models
are sold twice, once from the vendor itself ('原厂直供') at another cache price; the mark is part of the model's name.
A row without a name continues the row above; a column names the hours of prices that depend on them.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assets.prices.pages.hours import rows_by_hours
from assets.prices.pages.identity import ENGLISH_OR_CHINESE
from assets.prices.pages.opening import open_page, page_grids, stated_unit
from assets.prices.pages.regions import home_region
from assets.prices.pages.row_bands import with_names_from_above
from assets.prices.pages.tables import Layout, offers_in
from assets.prices.pages.validation import validate_offers
from assets.prices.price_page import PageReading, PricePage
from assets.prices.price_source import PriceSource
from assets.reading.grids import Cell, Grid

SINGAPORE = re.compile(r"新加坡|singapore", re.I)
MAINLAND = re.compile(r"广州|北京|上海|中国内地|guangzhou|beijing|shanghai|mainland", re.I)
ELSEWHERE = re.compile(
    r"香港|法兰克福|硅谷|hong kong|frankfurt|silicon valley|" + MAINLAND.pattern + "|" + SINGAPORE.pattern, re.I
)
CHINESE_SITE = re.compile(
    r"_腾讯云\s*</title>|<link[^>]*//cloud\.tencent\.com/document[^>]*canonical|canonical[^>]*//cloud\.tencent\.com",
    re.I,
)
BOTH_SIDES = re.compile(r"\s*输入[价格]*\s*[:：](?P<input>[^:：]+?)[;；,，。\s]*输出[价格]*\s*[:：](?P<output>[^:：]+)")


def read(page: PricePage) -> PageReading:
    """Return the offers of one page.

    Raises:
        PageRefused: It is not one of Tencent's price pages.
    """
    text = open_page(page, SOURCE.signature)
    problems: list[str] = []
    grids = [_with_sides_apart(grid) for grid in page_grids(text)]
    home = MAINLAND if CHINESE_SITE.search(text) else SINGAPORE
    grids = home_region(grids, home, ELSEWHERE, problems)
    grids = [rows_by_hours(with_names_from_above(grid), problems) for grid in grids]
    layout = Layout(currency=None, yen="CNY", unit=stated_unit(text))
    return validate_offers(page, offers_in(grids, layout, problems), problems, SOURCE.must_have)


def _with_sides_apart(grid: Grid) -> Grid:
    """Split a price column of the form '输入：0.8元/百万tokens 输出：2元/百万tokens' into input and output."""
    for i in range(grid.width if len(grid.header) == 1 else 0):
        matches = [BOTH_SIDES.fullmatch(row[i].line) for row in grid.rows]
        if any(matches):
            header = tuple(
                replace(cell, text="模型") if re.match("产品名|模型名|产品规格", cell.text) else cell
                for cell in grid.header[0]
            )
            rows = tuple(
                (*row, Cell(sides["input"].strip(" ;；，,")), Cell(sides["output"].strip()))
                if sides
                else (*row, Cell(), Cell())
                for row, sides in zip(grid.rows, matches, strict=True)
            )
            return replace(grid, header=((*header, Cell("输入"), Cell("输出")),), rows=rows)
    return grid


SOURCE = PriceSource(
    name="tencent",
    urls=(
        "https://www.tencentcloud.com/document/product/1300/78937",
        "https://cloud.tencent.com/document/product/1823/130055",
        "https://cloud.tencent.com/document/product/1729/97731",
    ),
    signature=(r"tencent|腾讯", ENGLISH_OR_CHINESE),
    must_have=(r"hunyuan|混元|deepseek|^Hy\b",),
    read=read,
    verified=True,
    aliases=("tencent-intl", "hunyuan"),
)
