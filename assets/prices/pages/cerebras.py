"""Cerebras' prices: a table with speeds beside the prices, or one docs page (a card) per model.

Peculiar: '/ M tokens'; '~1,800 tokens/s' stands in the same row and is no price; plans by the month beside.
"""

from __future__ import annotations

from assets.prices.offer import Page, Reading
from assets.prices.pages.hosts import read_host

PROVIDER = "cerebras"
VERIFIED = False
URLS = ("https://www.cerebras.ai/pricing", "https://inference-docs.cerebras.ai/models/overview")
SIGNATURE = (r"cerebras", r"pric|cost", r"1?\s?M(?:illion)? tokens|million tokens|/ ?M\b")
MUST_HAVE = (r"llama|qwen|gpt[- ]oss|deepseek|glm|gemma|kimi",)


def read(page: Page) -> Reading:
    """The offers of one page. Raises PageRefused when it is not Cerebras' price page."""
    return read_host(page, SIGNATURE, MUST_HAVE)
