"""Every live source: each provider's own price pages, the feeds, the ECB's exchange rates."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import urlsplit

from assets.capture.classify import Kind
from assets.capture.collect import LiveSource
from assets.prices.exchange_rates import ECB
from assets.prices.feeds.registry import FEEDS
from assets.prices.pages.registry import PRICE_SOURCES
from assets.prices.price_source import PriceSource
from assets.prices.trust import FEED, PAGE

ECB_URL = "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist.zip"
API = re.compile(r"^https://api\.|/api/(?:retail|doc)/|\.json$")
"""Addresses that answer with JSON. Documentation pages too have `/api/` in their paths."""
FACTS_ONLY = "prices are facts; the page belongs to the provider"


def live_sources() -> tuple[LiveSource, ...]:
    """Return the live sources of prices that `tokenfall fetch` captures, in alphabetical order of the names."""
    pages = [page for source in PRICE_SOURCES.values() for page in _pages_of(source)]
    feeds = [LiveSource(FEED + feed.name, feed.url, "json", "see the feed's own licence") for feed in FEEDS.values()]
    rates = LiveSource(ECB, ECB_URL, "zip", "ECB reference rates, free to use with the source named")
    return tuple(sorted([*pages, *feeds, rates], key=lambda live: live.source))


def _pages_of(source: PriceSource) -> list[LiveSource]:
    """Return one source for each page of a provider; several pages are named by the end of their address."""
    names = [_name(source.name, url, len(source.urls)) for url in source.urls]
    twice = {name for name, n in Counter(names).items() if n > 1}
    return [
        LiveSource(f"{name}/{n}" if name in twice else name, url, _kind(url), FACTS_ONLY, source.verified)
        for n, (name, url) in enumerate(zip(names, source.urls, strict=True), 1)
    ]


def _name(provider: str, url: str, pages: int) -> str:
    path = urlsplit(url).path.rstrip("/")
    return PAGE + provider + ("" if pages == 1 else f"/{path.rpartition('/')[2]}")


def _kind(url: str) -> Kind:
    if urlsplit(url).path.endswith((".md", ".md.txt")):
        return "markdown"
    return "json" if API.search(url) else "html"
