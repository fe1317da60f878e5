"""Which module reads which feed, by the source's id."""

from __future__ import annotations

from collections.abc import Callable

from assets.prices.feeds import litellm, llm_prices, models_dev, openrouter
from assets.prices.feeds.listed import FeedReading
from assets.prices.offer import Page

FEEDS: dict[str, Callable[[Page], FeedReading]] = {
    reader.FEED: reader.read for reader in (openrouter, litellm, models_dev, llm_prices)
}
"""Source id -> the reader of its body. genai-prices has no body: it is an installed package."""
