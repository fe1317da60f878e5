"""LiteLLM's price map (`model_prices_and_context_window.json`), USD per token as JSON numbers.

LiteLLM and everything derived from it (tokencost, Langfuse, forks) count as ONE source. A region, a fine-tune or a
geographic profile is an id of its own here and stays one. Prices of seconds, images, characters, pages, queries
and searches are no token prices.
"""

from __future__ import annotations

import re
from collections import defaultdict

from assets.prices.facts import Tier
from assets.prices.feeds.collector import FeedCollector, RawPrice
from assets.prices.feeds.feed import Feed
from assets.prices.feeds.feed_price import FeedReading
from assets.prices.json_body import items, label, members, open_json, refuse
from assets.prices.price_page import PricePage
from assets.reading.whole_numbers import read_whole

NAME = "litellm"
URL = "https://raw.githubusercontent.com/BerriAI/litellm/main/model_prices_and_context_window.json"
WHAT = "LiteLLM's price map"
NOT_MODELS = ("sample_spec", "fallback_generalizations")
TEXT_MODES = ("chat", "completion", "responses")
INPUT, CACHED, OUTPUT = "input_cost_per_token", "cache_read_input_token_cost", "output_cost_per_token"
PRICE = re.compile(rf"({INPUT}|{CACHED}|{OUTPUT})(?:_above_([0-9]{{1,9}})k_tokens)?(?:_(\w+))?")
TIERS: dict[str, Tier] = {"batches": "batch", "flex": "flex", "priority": "priority"}
CACHE_HIT = "input_cost_per_token_cache_hit"

VERTEX = "vertex_ai"
PROVIDERS = {
    **dict.fromkeys(("azure_ai", "azure_text"), "azure"),
    **dict.fromkeys(("bedrock", "bedrock_converse", "bedrock_mantle"), "aws-bedrock"),
    **dict.fromkeys(("codestral", "text-completion-codestral"), "mistral"),
    "cohere_chat": "cohere",
    "dashscope": "alibaba",
    "fireworks_ai": "fireworks",
    "gemini": "google",
    "meta_llama": "meta",
    "text-completion-inception": "inception",
    "text-completion-openai": "openai",
    "together_ai": "together",
    "xiaomi_mimo": "xiaomi",
}
"""Where the map's `litellm_provider` is not our id; every `vertex_ai-...` is google-vertex."""

ROUTES = {"bedrock_converse": "bedrock", "cohere_chat": "cohere", "azure_text": "azure", "bedrock_mantle": ""}
"""First words of keys that differ from `litellm_provider`. Mantle is a separate endpoint, so its keys are not cut."""


def read(page: PricePage) -> FeedReading:
    """Return every token price of the map.

    Raises:
        PageRefused: The body is not the map.
    """
    body = members(open_json(page, WHAT))
    models = {key: members(value) for key, value in body.items() if key not in NOT_MODELS}
    known = [key for key, value in models.items() if "litellm_provider" in value]
    if not known or 2 * len(known) < len(models):
        raise refuse(page, WHAT, "its members have no litellm_provider")
    collector = FeedCollector(NAME, URL)
    for key, model in models.items():
        if model.get("mode") in TEXT_MODES:
            _add_prices(collector, key, model)
        else:
            collector.leave_out(key, f"mode {model.get('mode')}: not a price of text tokens")
    return collector.reading()


def provider_of(seller: str) -> str:
    """Return our id for a `litellm_provider`; an unknown seller keeps its own name."""
    return "google-vertex" if seller.startswith(VERTEX) else PROVIDERS.get(seller, seller)


def own_id(key: str, seller: str) -> str:
    """Return the seller's id of a model: the map's key without the word that routes a call to that seller."""
    route = VERTEX if seller.startswith(VERTEX) else ROUTES.get(seller, seller)
    return key.removeprefix(f"{route}/")


def _add_prices(collector: FeedCollector, key: str, model: dict[str, object]) -> None:
    off_peak = members(model.get("off_peak_pricing"))
    groups = _groups(model)
    if off_peak or not (groups or model.get("tiered_pricing")):
        groups.setdefault((None, ""), {})
    for (above, suffix), prices in groups.items():
        tier = _tier(above, suffix, bool(off_peak))
        if tier is None:
            collector.leave_out(key, f"the tier {suffix!r} is not one we know")
        else:
            _add(collector, key, model, prices, tier, above)
    if off_peak:
        _add(collector, key, model, off_peak, "off-peak", None)
    for step in map(members, items(model.get("tiered_pricing"))):
        _add_step(collector, key, model, step)


def _groups(model: dict[str, object]) -> dict[tuple[int | None, str], dict[str, object]]:
    """The token prices of a model by (prompt length above which they hold, suffix of the tier)."""
    groups: defaultdict[tuple[int | None, str], dict[str, object]] = defaultdict(dict)
    for name, value in model.items():
        if name == CACHE_HIT and CACHED not in model:
            groups[None, ""][CACHED] = value
        elif name != CACHE_HIT and (match := PRICE.fullmatch(name)):
            above = int(match[2]) * 1000 if match[2] else None
            groups[above, match[3] or ""][match[1]] = value
    return groups


def _tier(above: int | None, suffix: str, peaks: bool) -> Tier | None:
    """Return the tier; where the map also states an off-peak price, its plain price is that of peak hours."""
    if suffix:
        return TIERS.get(suffix)
    if above is not None:
        return "long-context"
    return "peak" if peaks else "standard"


def _add_step(collector: FeedCollector, key: str, model: dict[str, object], step: dict[str, object]) -> None:
    """Add the price of one band of prompt lengths: the first is the standard price, the others are long-context."""
    start = read_whole(str((items(step.get("range")) or ["?"])[0]).removesuffix(".0"))
    if start is None:
        collector.leave_out(key, "a price band without a range of prompt lengths")
    elif start == 0:
        _add(collector, key, model, step, "standard", None)
    else:
        _add(collector, key, model, step, "long-context", start)


def _add(  # noqa: PLR0913, PLR0917 - one price of one model
    collector: FeedCollector,
    key: str,
    model: dict[str, object],
    prices: dict[str, object],
    tier: Tier,
    above: int | None,
) -> None:
    seller = str(model.get("litellm_provider"))
    named = {name: prices.get(name) for name in (INPUT, CACHED, OUTPUT)}
    raw = RawPrice(named[INPUT], named[CACHED], named[OUTPUT], 1, named)
    page = label(model.get("source"))
    collector.add(
        seller, provider_of(seller), own_id(key, seller), raw, tier, context_from_tokens=above, source_url=page
    )


FEED = Feed(NAME, URL, read)
