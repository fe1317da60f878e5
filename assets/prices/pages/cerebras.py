"""Cerebras' prices: a table with speeds beside the prices, or one docs page (a card) per model.

Peculiar: '/ M tokens'; '~1,800 tokens/s' is in the same row and is no price; plans by the month beside.
"""

from __future__ import annotations

from assets.prices.pages.hosts import read_host
from assets.prices.pages.identity import ENGLISH
from assets.prices.price_page import PageReading, PricePage
from assets.prices.price_source import PriceSource


def read(page: PricePage) -> PageReading:
    """Return the offers of one page.

    Raises:
        PageRefused: It is not Cerebras' price page.
    """
    return read_host(page, SOURCE.signature, SOURCE.must_have)


SOURCE = PriceSource(
    name="cerebras",
    urls=("https://www.cerebras.ai/pricing", "https://inference-docs.cerebras.ai/models/overview"),
    signature=(r"\bcerebras\b", ENGLISH),
    must_have=(r"llama|qwen|gpt[- ]oss|deepseek|glm|gemma|kimi",),
    read=read,
)
