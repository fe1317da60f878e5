"""Novita's price page: cards or a table of models, '$0.27 /M Tokens' for input, output and cache reads.

Peculiar: a list price struck through before a promotion; '/M Tokens'; GPUs and pictures beside.
"""

from __future__ import annotations

from assets.prices.pages.hosts import read_host
from assets.prices.pages.identity import ENGLISH
from assets.prices.price_page import PageReading, PricePage
from assets.prices.price_source import PriceSource


def read(page: PricePage) -> PageReading:
    """Return the offers of one page.

    Raises:
        PageRefused: It is not Novita's price page.
    """
    return read_host(page, SOURCE.signature, SOURCE.must_have)


SOURCE = PriceSource(
    name="novita",
    urls=("https://novita.ai/pricing",),
    signature=(r"\bnovita\b", ENGLISH),
    must_have=(r"llama|qwen|deepseek|mistral|gpt-oss|kimi|glm",),
    read=read,
    aliases=("novita-ai",),
)
