"""metergraph-core (Apache-2.0): makers' prices by day with the address of each, and one list of OpenRouter.

The catalogue states the day on which it was compared with the pages; a price without an end was in force then.
Prices of gateways, of single regions and of peak hours are left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from assets.prices.compile.packages.data_file import day_of, open_data, usd_per_mtok
from assets.prices.compile.packages.own_pages import is_own_page
from assets.prices.compile.packages.package import Package
from assets.prices.compile.shown_price import ShownPrice
from assets.prices.feeds.families import OPENROUTER
from assets.prices.json_body import items, members
from warehouse.errors import TokenfallError

NAME = "metergraph-core"
CHANNELS = {
    "aws-bedrock": "aws-bedrock",
    **{
        f"{name}-api": name
        for name in (
            *("openai", "anthropic", "google", "xai", "mistral", "fireworks", "deepseek", "zai", "meta", "alibaba"),
            *("minimax", "moonshot", "perplexity", OPENROUTER),
        )
    },
}
"""Channels of a seller itself; every other channel is a gateway."""

MOVING = {"effective_from", "effective_to"}
NO_PROVIDER = ("litellm", "unknown")
"""Providers of aliases that are not the seller's own ids."""


def read(path: Path, source: str) -> Iterator[ShownPrice]:
    """Yield each seller's price from its day on and, while it has no end, on the day of the comparison.

    Raises:
        TokenfallError: The file does not say when it was compared with the pages.
    """
    data = open_data(path)
    verified_on = day_of(data.get("pricing_verified_at"))
    if verified_on is None:
        raise TokenfallError(f"{path} has no pricing_verified_at: the package has changed its form")
    for model in map(members, items(data.get("models"))):
        seller_ids = _seller_ids(model)
        for price in map(members, items(model.get("prices"))):
            provider = CHANNELS.get(str(price.get("channel")))
            is_peak = "off_peak_discount" in members(price.get("rules"))
            if provider and price.get("region", "global") == "global" and not is_peak:
                for seller_id in sorted(seller_ids[str(price.get("channel"))]):
                    yield from _shown(provider, seller_id, price, verified_on, source)


def _seller_ids(model: dict[str, object]) -> dict[str, set[str]]:
    """The ids of a model by channel; a name with dates meant other models at other times and is left out."""
    seller_ids: defaultdict[str, set[str]] = defaultdict(set)
    for alias in map(members, items(model.get("aliases"))):
        if alias.get("provider") not in NO_PROVIDER and not MOVING & alias.keys():
            seller_ids[str(alias.get("channel"))].add(str(alias.get("alias")))
    return seller_ids


def _shown(
    provider: str, seller_id: str, price: dict[str, object], verified_on: date, source: str
) -> Iterator[ShownPrice]:
    day, given = day_of(price.get("effective_from")), usd_per_mtok(price.get("input_per_mtok"))
    taken = usd_per_mtok(price.get("output_per_mtok"))
    if not (day and given and taken):
        return
    is_own = is_own_page(str(price.get("source_url")), provider)
    shown = ShownPrice(
        provider=provider,
        seller_id=seller_id,
        input=given,
        cached_input=usd_per_mtok(price.get("cache_read_per_mtok")),
        output=taken,
        day=day,
        basis="listed" if provider == OPENROUTER else "announced" if is_own else "observed",
        family=OPENROUTER if provider == OPENROUTER else f"page/{provider}" if is_own else NAME,
        source=source,
        source_url=str(price.get("source_url")),
    )
    yield shown
    ends_on = day_of(price.get("effective_to"))
    if is_own and provider != OPENROUTER and day < verified_on and (ends_on is None or ends_on > verified_on):
        yield replace(shown, day=verified_on, basis="listed")


PACKAGE = Package(NAME, "metergraph_core/data/prices.yaml", read)
