"""Every feed that is read: one import and one entry each. genai-prices is not a feed: it is an installed package."""

from __future__ import annotations

from assets.prices.feeds import litellm, llm_prices, models_dev, openrouter
from assets.prices.feeds.feed import Feed

_FEEDS: tuple[Feed, ...] = (
    litellm.FEED,
    llm_prices.FEED,
    models_dev.FEED,
    openrouter.FEED,
)

FEEDS = {feed.name: feed for feed in _FEEDS}
"""Feed by name."""
