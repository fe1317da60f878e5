"""Volcengine's price page (Doubao, in yuan) and that of BytePlus ModelArk (Seed, in dollars).

Tried on the Chinese page of 2026-07-17. Headings are `div`s of class 'heading-h2'; a blank model cell means the model
above; bands count thousands of tokens. Low latency, fine-tuned models and throughput packages are not read: they have
the same columns as the usual price. Prices that also depend on the output's length are left out.
"""

from __future__ import annotations

import re

from assets.prices.pages.identity import ENGLISH_OR_CHINESE
from assets.prices.pages.opening import looks_like_html, open_page, stated_unit
from assets.prices.pages.tables import Layout, offers_in
from assets.prices.pages.validation import validate_offers
from assets.prices.price_page import PageReading, PricePage
from assets.prices.price_source import PriceSource
from assets.reading.grids import Grid
from assets.reading.html import grids_in, parse_html
from assets.reading.markdown import markdown_grids

OTHER_SERVICE = re.compile(r"低延迟|low[- ]latency", re.I)
TUNED = re.compile(r"精调模型|基础模型|base model|fine-?tuned", re.I)


def read(page: PricePage) -> PageReading:
    """Return the offers of one page.

    Raises:
        PageRefused: It is neither Volcengine's nor BytePlus's price page.
    """
    text = open_page(page, SOURCE.signature)
    problems: list[str] = []
    layout = Layout(currency=None, unit=stated_unit(text), bare_context=1000, blank_is_above=True)
    grids = [grid for grid in _grids(text) if _is_usual(grid, problems)]
    return validate_offers(page, offers_in(grids, layout, problems), problems, SOURCE.must_have)


def _grids(text: str) -> list[Grid]:
    if not looks_like_html(text):
        return markdown_grids(text)
    root = parse_html(text)
    for element in root.iter("div"):
        if level := re.search(r"\bheading-(h[1-6])\b", element.get("class") or ""):
            element.tag = level[1]
    return grids_in(root)


def _is_usual(grid: Grid, problems: list[str]) -> bool:
    if any(map(OTHER_SERVICE.search, grid.path)) or any(map(TUNED.search, grid.columns)):
        problems.append(f"{' > '.join(grid.path)}: left out, not the usual service")
        return False
    return True


SOURCE = PriceSource(
    name="volcengine",
    urls=("https://www.volcengine.com/docs/82379/1544106", "https://docs.byteplus.com/en/docs/ModelArk/1544106"),
    signature=(r"volcengine|byteplus|modelark|火山", ENGLISH_OR_CHINESE),
    must_have=(r"doubao|seed|skylark",),
    read=read,
    verified=True,
    aliases=("volcengine-cn", "byteplus", "doubao"),
)
