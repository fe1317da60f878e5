"""Z.ai's price page (docs.z.ai): tables of text and vision models in dollars; '\\' and '-' mean not offered.

Tried on the page of 2026-08-18. A promotion shows the list price struck through before the price that is asked.
"""

from __future__ import annotations

import re

from assets.prices.pages.identity import ENGLISH
from assets.prices.pages.opening import open_page, page_grids, stated_unit
from assets.prices.pages.tables import Layout, offers_in
from assets.prices.pages.validation import only_named, validate_offers
from assets.prices.price_page import PageReading, PricePage
from assets.prices.price_source import PriceSource

NAME = re.compile(r"[\w.-]+", re.ASCII)


def read(page: PricePage) -> PageReading:
    """Return the offers of one page.

    Raises:
        PageRefused: It is not Z.ai's price page.
    """
    text = open_page(page, SOURCE.signature)
    problems: list[str] = []
    offers = offers_in(page_grids(text), Layout(currency=None, unit=stated_unit(text)), problems)
    return validate_offers(page, only_named(offers, NAME, problems), problems, SOURCE.must_have)


SOURCE = PriceSource(
    name="zai",
    urls=("https://docs.z.ai/guides/overview/pricing", "https://docs.z.ai/guides/overview/pricing.md"),
    signature=(r"(?<![\w-])z\.ai\b|^models glm$", ENGLISH),
    must_have=(r"^GLM-\d",),
    read=read,
    verified=True,
    aliases=("z.ai", "z-ai"),
)
