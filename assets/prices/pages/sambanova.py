"""SambaNova Cloud's prices: one table of input, output and cached input, amounts as '0.60 USD' or '$0.60'.

Peculiar: 'N/A' for models without a cached price; speech by the hour in the same page.
"""

from __future__ import annotations

from assets.prices.pages.hosts import read_host
from assets.prices.pages.identity import ENGLISH
from assets.prices.price_page import PageReading, PricePage
from assets.prices.price_source import PriceSource


def read(page: PricePage) -> PageReading:
    """Return the offers of one page.

    Raises:
        PageRefused: It is not SambaNova's price page.
    """
    return read_host(page, SOURCE.signature, SOURCE.must_have)


SOURCE = PriceSource(
    name="sambanova",
    urls=("https://cloud.sambanova.ai/plans/pricing",),
    signature=(r"samba ?(?:nova|cloud)", ENGLISH),
    must_have=(r"llama|qwen|gpt-oss|deepseek|minimax|gemma",),
    read=read,
    aliases=("sambanova-cloud",),
)
