"""Which module reads which feed, by the source's id."""

from __future__ import annotations

from types import ModuleType

from assets.prices.feeds import litellm, llm_prices, models_dev, openrouter

FEEDS: dict[str, ModuleType] = {reader.FEED: reader for reader in (openrouter, litellm, models_dev, llm_prices)}
"""Source id -> the module that reads its body. genai-prices has no body: it is an installed package."""
