"""Sellers by the names under which bills and people know them."""

from __future__ import annotations

import re
from collections.abc import Collection

OTHER_NAMES = {
    "ai21labs": "ai21",
    "alibabacloud": "alibaba",
    "amazon": "aws-bedrock",
    "amazonbedrock": "aws-bedrock",
    "amazonwebservices": "aws-bedrock",
    "aws": "aws-bedrock",
    "azureopenai": "azure",
    "fireworksai": "fireworks",
    "microsoft": "azure",
    "microsoftazure": "azure",
    "mistralai": "mistral",
    "moonshotai": "moonshot",
    "novitaai": "novita",
    "perplexityai": "perplexity",
    "togetherai": "together",
}
"""Seller by another name of it, in lower case and without spaces and signs."""


def find_seller(name: str, sellers: Collection[str]) -> str | None:
    """Return the seller that a name means, by its id or as a company is called; None where none is.

    >>> find_seller("Together AI", ["openai", "together"])
    'together'
    >>> find_seller("Z.ai", ["zai"])
    'zai'
    """
    plain = _plain(name)
    by_name = {_plain(seller): seller for seller in sellers}
    seller = by_name.get(plain) or OTHER_NAMES.get(plain)
    return seller if seller in sellers else None


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.casefold())
