"""Every provider whose price pages are read: one import and one entry each."""

from __future__ import annotations

from assets.prices.pages import (
    alibaba,
    anthropic,
    aws_bedrock,
    azure,
    cerebras,
    cohere,
    deepinfra,
    deepseek,
    fireworks,
    google,
    google_vertex,
    groq,
    minimax,
    mistral,
    moonshot,
    nebius,
    novita,
    openai,
    perplexity,
    sambanova,
    tencent,
    together,
    volcengine,
    xai,
    zai,
    zhipu,
)
from assets.prices.price_source import PriceSource

_SOURCES: tuple[PriceSource, ...] = (
    alibaba.SOURCE,
    anthropic.SOURCE,
    aws_bedrock.SOURCE,
    azure.SOURCE,
    cerebras.SOURCE,
    cohere.SOURCE,
    deepinfra.SOURCE,
    deepseek.SOURCE,
    fireworks.SOURCE,
    google.SOURCE,
    google_vertex.SOURCE,
    groq.SOURCE,
    minimax.SOURCE,
    mistral.SOURCE,
    moonshot.SOURCE,
    nebius.SOURCE,
    novita.SOURCE,
    openai.SOURCE,
    perplexity.SOURCE,
    sambanova.SOURCE,
    tencent.SOURCE,
    together.SOURCE,
    volcengine.SOURCE,
    xai.SOURCE,
    zai.SOURCE,
    zhipu.SOURCE,
)

PRICE_SOURCES = {source.name: source for source in _SOURCES}
"""Provider -> what is known of its price pages."""


def provider_of(name: str) -> str | None:
    """Return the provider that a name or alias means, or None where none is called so."""
    return next((source.name for source in _SOURCES if name in (source.name, *source.aliases)), None)
