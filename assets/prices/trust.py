"""Whom to believe of prices: the order of trust, and which sources are one source under several names."""

from __future__ import annotations

PAGE, CURATED = 1, 2
"""A seller's own price list, and the curated facts: both speak for themselves; all others need a second voice."""

TRUST = {"models.dev": 3, "litellm": 4, "openrouter": 5, "llm-prices": 6, "genai-prices": 7}
"""Feeds, most trusted first."""

FAMILIES = (
    ("genai-prices", "genai-prices"),
    ("models.dev", "models.dev"),
    ("openrouterlist", "openrouter"),
    ("llm-prices", "llm-prices"),
    ("model_prices_and_context_window", "litellm"),
    ("litellm", "litellm"),
    ("tokencost", "litellm"),
    ("langfuse", "litellm"),
)
"""A piece of a source's address, and the family it belongs to: what is copied from one list counts once."""


def family_of(source_url: str) -> str:
    """The family that an address belongs to; an address of no known family is a family of its own."""
    return next((family for piece, family in FAMILIES if piece in source_url.lower()), source_url)
