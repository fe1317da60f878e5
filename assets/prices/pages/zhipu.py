"""Zhipu's price page (open.bigmodel.cn), in yuan: the header is a table of its own, right before the table of rows.

Tried on the rendered page of 2026-07-17. A bare number in a band ('[0, 32)') counts thousands. Prices that also
depend on the output's length are left out, and so are tables with one price for all tokens: they name neither side.
"""

from __future__ import annotations

import re

from assets.prices.pages.identity import CHINESE
from assets.prices.pages.opening import open_page, page_grids, stated_unit
from assets.prices.pages.tables import Layout, offers_in
from assets.prices.pages.validation import only_named, validate_offers
from assets.prices.price_page import PageReading, PricePage
from assets.prices.price_source import PriceSource
from assets.reading.grids import Grid, join_split_headers

NAME = re.compile(r"[\w.-]+", re.ASCII)


def read(page: PricePage) -> PageReading:
    """Return the offers of one page.

    Raises:
        PageRefused: It is not Zhipu's price page.
    """
    text = open_page(page, SOURCE.signature)
    problems: list[str] = []
    layout = Layout(currency=None, yen="CNY", unit=stated_unit(text), bare_context=1000)
    grids = join_split_headers(page_grids(text))
    problems += [f"table {n}: left out, one price for all tokens" for n, grid in enumerate(grids, 1) if _is_flat(grid)]
    offers = only_named(offers_in(grids, layout, problems), NAME, problems)
    return validate_offers(page, offers, problems, SOURCE.must_have)


def _is_flat(grid: Grid) -> bool:
    return "单价" in grid.columns


SOURCE = PriceSource(
    name="zhipu",
    urls=("https://open.bigmodel.cn/pricing", "https://docs.bigmodel.cn/cn/guide/start/pricing.md"),
    signature=(r"智谱|bigmodel|zhipu|^models glm$", CHINESE),
    must_have=(r"^GLM-\d",),
    read=read,
    verified=True,
    aliases=("zhipu-cn", "bigmodel"),
    twin_of="zai",
)
