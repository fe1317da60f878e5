"""models.dev's `api.json`: the price of each model at each provider, USD per million tokens.

It is an independent source, maintained by hand and by scripts that read the providers; its rows for OpenRouter are
copies of OpenRouter's. Prices of reasoning, audio and cache writes are not read.
"""

from __future__ import annotations

from assets.prices.feeds.collector import FeedCollector, RawPrice
from assets.prices.feeds.feed import Feed
from assets.prices.feeds.feed_price import FeedReading
from assets.prices.json_body import items, members, open_json, refuse
from assets.prices.price_page import PricePage
from assets.reading.whole_numbers import read_whole

NAME = "models.dev"
URL = "https://models.dev/api.json"
WHAT = "models.dev's api.json"
PRICES = ("input", "cache_read", "output")
LONG = 200_000

PROVIDERS = {
    "amazon-bedrock": "aws-bedrock",
    "fireworks-ai": "fireworks",
    "google-vertex-anthropic": "google-vertex",
    "llama": "meta",
    "moonshotai": "moonshot",
    "novita-ai": "novita",
    "togetherai": "together",
}
"""Where models.dev's id of a provider is not ours."""


def read(page: PricePage) -> FeedReading:
    """Return every priced model of every provider.

    Raises:
        PageRefused: The body is not api.json.
    """
    providers = {key: members(value) for key, value in members(open_json(page, WHAT)).items()}
    known = [key for key, value in providers.items() if isinstance(value.get("models"), dict) and "id" in value]
    if not known or 2 * len(known) < len(providers):
        raise refuse(page, WHAT, "its members are not providers with models")
    collector = FeedCollector(NAME, URL)
    for seller, provider in providers.items():
        for key, model in members(provider.get("models")).items():
            _add(collector, seller, key, members(model))
    return collector.reading()


def _add(collector: FeedCollector, seller: str, key: str, model: dict[str, object]) -> None:
    cost = members(model.get("cost"))
    if "text" not in (items(members(model.get("modalities")).get("output")) or ["text"]):
        collector.leave_out(f"{seller}/{key}", "it does not write text")
        return
    provider = PROVIDERS.get(seller, seller)
    collector.add(seller, provider, key, _raw(cost))
    if cost.get("reasoning") not in (None, cost.get("output")):
        collector.leave_out(f"{seller}/{key}", f"reasoning tokens at {cost['reasoning']} have no column")
    for above, price in _long_prompts(cost):
        if above is None:
            collector.leave_out(f"{seller}/{key}", "a tier that is not a length of the prompt")
        else:
            collector.add(seller, provider, key, _raw(price), "long-context", context_from_tokens=above)


def _long_prompts(cost: dict[str, object]) -> list[tuple[int | None, dict[str, object]]]:
    """Prices above a prompt length. `tiers` states the length; `context_over_200k` is the older way and repeats it."""
    tiers = [members(tier) for tier in items(cost.get("tiers"))]
    if tiers:
        return [(_length(members(tier.get("tier"))), tier) for tier in tiers]
    older = members(cost.get("context_over_200k"))
    return [(LONG, older)] if older else []


def _length(tier: dict[str, object]) -> int | None:
    return read_whole(str(tier.get("size"))) if tier.get("type") == "context" else None


def _raw(cost: dict[str, object]) -> RawPrice:
    named = {key: cost.get(key) for key in PRICES}
    return RawPrice(named["input"], named["cache_read"], named["output"], 1_000_000, named)


FEED = Feed(NAME, URL, read)
