"""azure-genai-prices (MIT): Azure's retail meters of one day, each with the day from which it is charged.

The meters are read by the reader of Azure's price list, in one region each.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from assets.prices.compile.packages.data_file import day_of, open_data
from assets.prices.compile.packages.package import Package
from assets.prices.compile.shown_price import ShownPrice
from assets.prices.json_body import items, members
from assets.prices.pages import azure
from assets.prices.price_page import PricePage
from warehouse.errors import TokenfallError


def read(path: Path, source: str) -> Iterator[ShownPrice]:
    """Yield the standard price of each deployment from the first day of both its meters.

    Raises:
        TokenfallError: The file does not say when it was fetched.
    """
    data = open_data(path)
    fetched_on = day_of(data.get("fetched_at"))
    if fetched_on is None:
        raise TokenfallError(f"{path} has no fetched_at: the package has changed its form")
    listed = [_in_one_region(members(item)) for item in items(data.get("items"))]
    page = PricePage(json.dumps({"Items": listed}).encode(), fetched_on, str(path))
    for offer in azure.read(page).offers:
        if offer.tier == "standard":
            yield ShownPrice(
                provider="azure",
                seller_id=offer.model,
                input=offer.input_per_mtok,
                cached_input=offer.cached_input_per_mtok,
                output=offer.output_per_mtok,
                day=offer.valid_from or fetched_on,
                basis="announced" if offer.valid_from else "listed",
                family="page/azure",
                source=source,
                source_url="https://prices.azure.com/api/retail/prices",
            )


def _in_one_region(item: dict[str, object]) -> dict[str, object]:
    regions = [str(region) for region in items(item.get("regions"))]
    region = azure.BASE_REGION if azure.BASE_REGION in regions else min(regions, default="")
    return {**item, "armRegionName": region, "currencyCode": "USD"}


PACKAGE = Package("azure-genai-prices", "azure_genai_prices/data/snapshot.json", read)
