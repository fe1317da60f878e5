"""Families of feeds that copy the same data: a quorum counts families, not feeds.

LiteLLM and everything derived from it count as ONE source.
"""

from __future__ import annotations

FAMILIES = {
    "litellm": "litellm",
    "tokencost": "litellm",
    "langfuse": "litellm",
    "models.dev": "models.dev",
    "openrouter": "openrouter",
    "openrouterlist": "openrouter",
    "genai-prices": "genai-prices",
    "llm-prices": "llm-prices",
}
"""Feed -> the family whose data it carries."""

OPENROUTER = "openrouter"


def family_of(feed: str, provider: str) -> str:
    """Return the independent source behind a feed's row.

    OpenRouter's prices in any feed are copies of OpenRouter's own list, so another feed does not confirm them.
    """
    return OPENROUTER if provider == OPENROUTER else FAMILIES.get(feed, feed)
