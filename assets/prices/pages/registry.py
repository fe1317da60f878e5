"""Which module reads which source: one line per provider, aliases beside it."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from types import ModuleType

from assets.prices.offer import Page, Reading

READERS: dict[str, tuple[str, ...]] = {
    "anthropic": ("claude",),
    "aws-bedrock": ("aws", "bedrock"),
    "azure": (),
    "openai": (),
    "zai": ("z.ai", "z-ai"),
    "zhipu": ("zhipu-cn", "bigmodel"),
    "moonshot": ("moonshot-cn", "kimi"),
    "volcengine": ("volcengine-cn", "byteplus", "doubao"),
    "tencent": ("tencent-intl", "hunyuan"),
    "alibaba": ("alibaba-cn", "aliyun", "qwen"),
    "minimax": ("minimax-cn",),
    "cohere": (),
    "deepseek": ("deepseek-cn",),
    "google": ("gemini", "google-ai", "google-ai-studio"),
    "google-vertex": ("vertex", "vertex-ai", "google-vertex-ai"),
    "mistral": ("mistral-ai", "mistralai"),
    "perplexity": ("pplx", "sonar"),
    "xai": ("x-ai", "x.ai", "grok"),
    "cerebras": (),
    "deepinfra": ("deep-infra",),
    "fireworks": ("fireworks-ai",),
    "groq": ("groqcloud",),
    "nebius": ("token-factory", "nebius-ai-studio"),
    "novita": ("novita-ai",),
    "sambanova": ("sambanova-cloud",),
    "together": ("together-ai", "togetherai"),
}
"""Provider (its module's name, with '_' for '-') -> other names it is asked for by."""


def provider_of(source: str) -> str | None:
    """The provider that a source id or alias means, or None."""
    return next((provider for provider, aliases in READERS.items() if source in (provider, *aliases)), None)


def module_of(provider: str) -> ModuleType:
    """Everything this project knows about one provider's price page."""
    return import_module(f"assets.prices.pages.{provider.replace('-', '_').replace('.', '_')}")


def reader_of(provider: str) -> Callable[[Page], Reading]:
    """The `read` function of a provider."""
    return module_of(provider).read
