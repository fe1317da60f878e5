"""Trust in each source of prices, and the family of sources that copy the same data."""

from __future__ import annotations

from assets.prices.feeds.families import OPENROUTER
from assets.prices.feeds.families import family_of as family_of_feed

OWN, CURATED = 1, 2
"""Trust in a seller's own price list and in the curated facts; claims of other sources need a second source."""

TRUST = {"models.dev": 3, "litellm": 4, "openrouter": 5, "llm-prices": 6, "genai-prices": 7}
"""Feeds, most trusted first."""

CONFIRMING = ("feed/models.dev",)
"""Feeds that take off what is no longer sold, so that their listing of a seller's price shows it in force.

LiteLLM hardly ever deletes, and the prices of genai-prices and llm-prices are entered by hand: they confirm nothing.
"""

FULL_LISTS = ("feed/openrouter",)
"""Lists of everything that a seller sells, by the seller's own ids: what they lack is not sold there.

A price page is none: it may show a part of the offers, and by other names than the curated facts.
"""

STALE_DAYS = 90
"""Days without a source showing a price after which the price is stale, because it may have changed."""

PAGE, FEED = "page/", "feed/"
"""Beginnings of the names of captured sources: `page/<provider>`, `feed/<feed>`."""

ADDRESSES = (
    ("genai-prices", "genai-prices"),
    ("models.dev", "models.dev"),
    ("openrouterlist", "openrouter"),
    ("llm-prices", "llm-prices"),
    ("model_prices_and_context_window", "litellm"),
    ("litellm", "litellm"),
    ("tokencost", "litellm"),
    ("langfuse", "litellm"),
)
"""A piece of a source's address, and the feed that it is a copy of."""


def family_of_address(source_url: str) -> str:
    """Return the family that a curated fact's address belongs to; an address of no known feed is its own family."""
    return next((family for piece, family in ADDRESSES if piece in source_url.lower()), source_url)


def family_and_trust(source: str, provider: str) -> dict[str, object]:
    """Return the columns `family` and `trust` of a captured source's prices of a provider."""
    if source.startswith(PAGE):
        return {"family": PAGE + provider, "trust": OWN}
    feed = source.removeprefix(FEED)
    is_own = feed == OPENROUTER == provider
    return {"family": family_of_feed(feed, provider), "trust": OWN if is_own else TRUST[feed]}
