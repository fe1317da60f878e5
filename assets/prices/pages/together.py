"""Together AI's prices: the docs list models with their API strings; the price page names them as it likes.

Peculiar: `\\$` in the docs; a model both in Chat and in Vision (there without a cached price); until 2025 one price
for input and output, which the page says; bands of sizes ('8.1B - 21B'), which are no models and are left out.
"""

from __future__ import annotations

from assets.prices.pages.hosts import read_host
from assets.prices.pages.identity import ENGLISH
from assets.prices.price_page import PageReading, PricePage
from assets.prices.price_source import PriceSource


def read(page: PricePage) -> PageReading:
    """Return the offers of one page.

    Raises:
        PageRefused: It is not Together's list of models or prices.
    """
    return read_host(page, SOURCE.signature, SOURCE.must_have)


SOURCE = PriceSource(
    name="together",
    urls=("https://docs.together.ai/docs/serverless-models.md", "https://www.together.ai/pricing"),
    signature=(r"\btogether(?:\.ai|\.xyz| ai\b| pricing)|^column api model string$", ENGLISH),
    must_have=(r"llama|qwen|deepseek|gpt-oss|glm|kimi",),
    read=read,
    verified=True,
    aliases=("together-ai", "togetherai"),
)
