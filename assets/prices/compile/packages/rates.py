"""rates (MIT): one snapshot of listings, fused from models.dev, LiteLLM and genai-prices.

A row names the sources that list the offer. Where they differ, the package says which one it chose for which amount:
only sources without such a difference count as showing the price.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from assets.prices.compile.packages.data_file import day_of, open_data, usd_per_mtok
from assets.prices.compile.packages.package import Package
from assets.prices.compile.shown_price import ShownPrice
from assets.prices.feeds.families import family_of
from assets.prices.feeds.models_dev import PROVIDERS
from assets.prices.json_body import items, members
from warehouse.errors import TokenfallError

FEEDS = {"models_dev": "models.dev", "litellm": "litellm", "genai_prices": "genai-prices"}
AMOUNTS = ("input_mtok", "output_mtok")


def read(path: Path, source: str) -> Iterator[ShownPrice]:
    """Yield each listed price once for each family that shows it.

    Raises:
        TokenfallError: The file is not a snapshot of the package.
    """
    data = open_data(path)
    day = day_of(data.get("snapshot_date"))
    if day is None:
        raise TokenfallError(f"{path} has no snapshot_date: the package has changed its form")
    for row in map(members, items(data.get("models"))):
        price, lifecycle = members(row.get("price")), members(row.get("lifecycle"))
        given, taken = (usd_per_mtok(price.get(name)) for name in AMOUNTS)
        if price.get("currency") != "USD" or lifecycle.get("status") == "deprecated" or not (given and taken):
            continue
        provider = PROVIDERS.get(str(row.get("provider")), str(row.get("provider")))
        for family in sorted({family_of(feed, provider) for feed in _agreeing(row)}):
            yield ShownPrice(
                provider=provider,
                seller_id=str(row.get("id")),
                input=given,
                cached_input=usd_per_mtok(price.get("cache_read_mtok")),
                output=taken,
                day=day,
                basis="listed",
                family=family,
                source=source,
                source_url="https://github.com/shehuphd/rates",
            )


def _agreeing(row: dict[str, object]) -> set[str]:
    """The feeds that show the chosen input and output price."""
    listing = {FEEDS[name] for name in members(row.get("sources")) if name in FEEDS}
    for difference in map(members, items(row.get("price_discrepancies"))):
        if difference.get("field") in AMOUNTS:
            listing.discard(FEEDS.get(str(difference.get("other_source")), ""))
    return listing


PACKAGE = Package("rates", "rates/ai/ledger-ai.json.gz", read)
