"""veqen-pricebook (MIT): LiteLLM's price map of one day with rules of billing, and announced retirements.

The amounts are LiteLLM's, so that they confirm nothing that LiteLLM itself does not; the retirements are ends that
sellers announced.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from assets.prices.compile.packages.data_file import day_of, open_data, usd_per_mtok
from assets.prices.compile.packages.package import Package
from assets.prices.compile.shown_price import ShownPrice
from assets.prices.feeds.litellm import NAME
from assets.prices.json_body import members
from warehouse.errors import TokenfallError

SELLERS = {"qwen": "alibaba", "azure-ai": "azure", "bedrock": "aws-bedrock"}


def read(path: Path, source: str) -> Iterator[ShownPrice]:
    """Yield the price of each model as a copy of LiteLLM's, and its announced end.

    Raises:
        TokenfallError: The file has no version.
    """
    data = open_data(path)
    day = day_of(data.get("version"))
    if day is None:
        raise TokenfallError(f"{path} has no dated version: the package has changed its form")
    for key, model in members(data.get("models")).items():
        seller, _, seller_id = key.partition("/")
        rates = members(members(members(model).get("rates")).get("standard"))
        given, taken = usd_per_mtok(rates.get("in")), usd_per_mtok(rates.get("out"))
        if "unit" in members(model) or not (given and taken):
            continue
        shown = ShownPrice(
            provider=SELLERS.get(seller, seller),
            seller_id=seller_id,
            input=given,
            cached_input=usd_per_mtok(rates.get("cr")),
            output=taken,
            day=day,
            basis="copied",
            family=NAME,
            source=source,
            source_url="https://github.com/BerriAI/litellm",
        )
        yield shown
        if ends_on := day_of(members(model).get("retires")):
            yield replace(shown, input=None, cached_input=None, output=None, day=ends_on, basis="announced")


PACKAGE = Package("veqen-pricebook", "veqen_pricebook/prices.json", read)
