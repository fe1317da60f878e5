"""Every provider whose price pages are read: one module of this folder and one line of NAMES each."""

from importlib import import_module

from assets.prices.pages.identity import LANGUAGES, lacks
from assets.prices.price_source import PriceSource

NAMES = (
    "alibaba",
    "anthropic",
    "aws_bedrock",
    "azure",
    "cerebras",
    "cohere",
    "deepinfra",
    "deepseek",
    "fireworks",
    "google",
    "google_vertex",
    "groq",
    "minimax",
    "mistral",
    "moonshot",
    "nebius",
    "novita",
    "openai",
    "perplexity",
    "sambanova",
    "tencent",
    "together",
    "volcengine",
    "xai",
    "zai",
    "zhipu",
)
"""Modules of this folder that define a `SOURCE`, in alphabetical order."""

_SOURCES: tuple[PriceSource, ...] = tuple(import_module(f"{__package__}.{name}").SOURCE for name in NAMES)

PRICE_SOURCES = {source.name: source for source in _SOURCES}
"""Price source by provider."""


def provider_of(name: str) -> str | None:
    """Return the provider with this name or alias, or None."""
    return next((source.name for source in _SOURCES if name in (source.name, *source.aliases)), None)


def providers_signed(identity: str) -> list[str]:
    """Return the providers whose signature a page has; `identity` is what it states about itself."""
    pages = (source for source in _SOURCES if source.signature[-1] in LANGUAGES)
    return [source.name for source in pages if not lacks(identity, source.signature)]
