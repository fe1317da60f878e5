"""Which module reads which source: one line per provider, aliases beside it."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from assets.prices.offer import Page, Reading

READERS: dict[str, tuple[str, ...]] = {
    "anthropic": ("claude",),
    "cerebras": (),
    "deepinfra": ("deep-infra",),
    "fireworks": ("fireworks-ai",),
    "groq": ("groqcloud",),
    "nebius": ("token-factory", "nebius-ai-studio"),
    "novita": ("novita-ai",),
    "openai": (),
    "sambanova": ("sambanova-cloud",),
    "together": ("together-ai", "togetherai"),
}
"""Provider (its module's name, with '_' for '-') -> other names it is asked for by."""


def reader_of(source: str) -> Callable[[Page], Reading] | None:
    """The `read` function for a source id or alias, or None."""
    for provider, aliases in READERS.items():
        if source in (provider, *aliases):
            return import_module(f"assets.prices.pages.{provider.replace('-', '_').replace('.', '_')}").read
    return None
