"""Prices of the genai-prices package as observations of models with an exact name, and refused rows with reasons."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from assets.capture.bundled import GENAI_PRICES, genai_prices_data
from assets.prices.feeds.feed_price import FeedPrice
from assets.prices.feeds.genai_prices import read_listed
from assets.table_build import TableBuild

Row = dict[str, object]
Aliases = Mapping[tuple[str, str], str]


def sort_listed(
    listed: Iterable[FeedPrice], aliases: Aliases, observed_at: datetime
) -> tuple[list[Row], list[tuple[str, str]]]:
    """Split a feed's prices into observations and refusals.

    Args:
        listed: The prices.
        aliases: (exact id, alias source) -> model.
        observed_at: When the prices were seen; a price without a start date holds from that day.

    Returns:
        Rows of _price_seen without origin and trust, and (row as JSON text, reason) for each refused price.
    """
    observations: dict[tuple[object, ...], Row] = {}
    refused: list[tuple[str, str]] = []
    for price in listed:
        model_id = aliases.get((price.model, f"{price.feed}:{price.seller}"))
        if reason := _reason_to_refuse(price, model_id):
            refused.append((_as_json(price), reason))
            continue
        valid_from: date = price.starts_on or observed_at.date()
        key = (price.provider, model_id, price.model, price.tier, valid_from)
        observations[key] = {
            "provider": price.provider,
            "model_id": model_id,
            "provider_model_id": price.model,
            "tier": price.tier,
            "input_usd_per_mtok": price.input_usd_per_mtok,
            "cached_input_usd_per_mtok": price.cached_input_usd_per_mtok,
            "output_usd_per_mtok": price.output_usd_per_mtok,
            "stated_from": valid_from,
            "stated_to": price.ends_on,
            "observed_at": observed_at,
            "date_basis": "announced" if price.starts_on else "observed",
            "n_sources": 1,
            "note": None,
            "source_url": price.source_url,
        }
    return list(observations.values()), refused


def _reason_to_refuse(price: FeedPrice, model_id: str | None) -> str | None:
    if model_id is None:
        return "no exact alias: the seller's id is not in core_model_alias"
    if price.input_usd_per_mtok is None or price.output_usd_per_mtok is None:
        return "not priced per input and output token"
    if price.input_usd_per_mtok <= 0 or price.output_usd_per_mtok <= 0:
        return "a price of zero is not a price"
    return None


def _as_json(price: FeedPrice) -> str:
    return json.dumps(
        {
            "seller": price.seller,
            "provider_model_id": price.model,
            "input_usd_per_mtok": str(price.input_usd_per_mtok),
            "output_usd_per_mtok": str(price.output_usd_per_mtok),
            "starts_on": price.starts_on and price.starts_on.isoformat(),
        }
    )


def genai_prices(build: TableBuild) -> tuple[list[Row], list[tuple[str, str]]]:
    """Return the package's prices as rows of _price_seen without trust, and its refused rows with the reasons."""
    capture = genai_prices_data()
    build.changes_on([capture.captured_at.date()])
    if capture.captured_at.date() > build.as_of:
        return [], []
    aliases = {(row["alias"], row["alias_source"]): row["model_id"] for row in build.read_sql("list_aliases")}
    observations, refused = sort_listed(read_listed(), aliases, capture.captured_at)
    origin = {"source": GENAI_PRICES, "capture_sha256": capture.capture_sha256}
    return [{**row, **origin} for row in observations], refused
