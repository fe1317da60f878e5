"""OpenRouter's list of models (`/api/v1/models`): the reseller's own prices, USD per token as text.

It copies no other source. A model has one listed endpoint; prices of requests, images and searches are no token
prices; `:free` and zero are absence; "-1" is a variable price; `:thinking`, `:beta`, `:extended` are ids of their own.
"""

from __future__ import annotations

from assets.prices.feeds.collector import FREE, FeedCollector, RawPrice
from assets.prices.feeds.feed import Feed
from assets.prices.feeds.feed_price import FeedReading
from assets.prices.json_body import items, label, members, open_json, refuse
from assets.prices.price_page import PricePage
from assets.reading.whole_numbers import read_whole

NAME = "openrouter"
URL = "https://openrouter.ai/api/v1/models"
WHAT = "OpenRouter's list of models"
PRICES = ("prompt", "input_cache_read", "completion")
NO_CONDITION = {
    *PRICES,
    *("request", "image", "image_token", "image_output", "audio", "audio_output", "input_audio_cache"),
    *("web_search", "internal_reasoning", "input_cache_write", "input_cache_write_1h"),
}
"""Members of an override that are prices; any other member is a condition under which it holds."""


def read(page: PricePage) -> FeedReading:
    """Return every priced model.

    Raises:
        PageRefused: The body is not OpenRouter's list.
    """
    models = [members(model) for model in items(members(open_json(page, WHAT)).get("data"))]
    priced = [model for model in models if {"prompt", "completion"} <= members(model.get("pricing")).keys()]
    if not priced or 2 * len(priced) < len(models) or "/" not in str(priced[0].get("id")):
        raise refuse(page, WHAT, "no data with vendor/model ids and prompt and completion prices")
    collector = FeedCollector(NAME, URL)
    for model in models:
        _add(collector, model, members(model.get("pricing")), members(model.get("architecture")))
    return collector.reading()


def _add(
    collector: FeedCollector, listed: dict[str, object], pricing: dict[str, object], kind: dict[str, object]
) -> None:
    model, linked_id = listed.get("id"), listed.get("hugging_face_id")
    if (label(model) or "").endswith(":free"):
        collector.leave_out(model, FREE)
        return
    if "text" not in (items(kind.get("output_modalities")) or ["text"]):
        collector.leave_out(model, "it does not write text")
        return
    if str(pricing.get("discount") or "0").strip("0.") != "":
        collector.leave_out(model, "a discount is stated, but not whether the prices include it")
        return
    collector.add(NAME, NAME, model, _raw(pricing), linked_id=linked_id)
    for override in items(pricing.get("overrides")):
        _add_override(collector, model, pricing, members(override))


def _add_override(
    collector: FeedCollector, model: object, pricing: dict[str, object], override: dict[str, object]
) -> None:
    """A long prompt's price: members that an override lacks keep the base price."""
    conditions = override.keys() - NO_CONDITION
    threshold = read_whole(str(override.get("min_prompt_tokens")))
    if conditions != {"min_prompt_tokens"} or threshold is None:
        collector.leave_out(model, f"a price that holds under a condition: {', '.join(sorted(conditions)) or 'none'}")
        return
    long_prompt = _raw({**pricing, **override})
    collector.add(NAME, NAME, model, long_prompt, "long-context", context_from_tokens=threshold)


def _raw(pricing: dict[str, object]) -> RawPrice:
    named = {key: pricing.get(key) for key in PRICES}
    return RawPrice(named["prompt"], named["input_cache_read"], named["completion"], 1, named)


FEED = Feed(NAME, URL, read)
