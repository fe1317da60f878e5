"""Which addresses are a seller's own pages, so that a price read there counts as the seller's statement."""

from __future__ import annotations

from urllib.parse import urlsplit

HOSTS = {
    "alibaba": ("alibabacloud.com", "aliyun.com"),
    "anthropic": ("anthropic.com", "claude.com"),
    "aws-bedrock": ("aws.amazon.com",),
    "azure": ("azure.com", "microsoft.com"),
    "cerebras": ("cerebras.ai",),
    "cohere": ("cohere.com",),
    "deepinfra": ("deepinfra.com",),
    "deepseek": ("deepseek.com",),
    "fireworks": ("fireworks.ai",),
    "google": ("ai.google.dev", "developers.googleblog.com", "blog.google", "cloud.google.com"),
    "groq": ("groq.com",),
    "meta": ("meta.com", "meta.ai", "dev.meta.ai"),
    "minimax": ("minimax.io",),
    "mistral": ("mistral.ai",),
    "moonshot": ("moonshot.ai", "kimi.ai"),
    "nebius": ("nebius.com",),
    "novita": ("novita.ai",),
    "openai": ("openai.com",),
    "openrouter": ("openrouter.ai",),
    "sambanova": ("sambanova.ai",),
    "together": ("together.ai", "together.xyz"),
    "xai": ("x.ai",),
    "xiaomi": ("mi.com", "xiaomimimo.com"),
    "zai": ("z.ai",),
}
"""Seller -> the hosts of its pages, subdomains included."""

ARCHIVE = "web.archive.org"


def is_own_page(source_url: str, provider: str) -> bool:
    """Return whether an address is a page of the seller, also as a web archive keeps it.

    >>> is_own_page("https://web.archive.org/web/20260813/https://ai.google.dev/gemini-api/docs/pricing", "google")
    True
    >>> is_own_page("https://notopenai.com/pricing", "openai")
    False
    """
    parts = urlsplit(source_url)
    if parts.netloc == ARCHIVE:
        return is_own_page("http" + parts.path.partition("/http")[2], provider)
    host = parts.hostname or ""
    return any(host == own or host.endswith(f".{own}") for own in HOSTS.get(provider, ()))
