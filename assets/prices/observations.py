"""Prices of the genai-prices package as observations of linked models, and refused rows with reasons."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date, datetime

from assets.capture.bundled import GENAI_PRICES, genai_prices_data
from assets.prices.feeds.feed_price import FeedPrice
from assets.prices.feeds.genai_prices import read_listed
from assets.prices.model_links import model_finder
from assets.table_build import TableBuild

Row = dict[str, object]
FindModel = Callable[[str, str, date], str | None]
"""Returns the model of a seller's id on a day, or None."""


def sort_listed(
    listed: Iterable[FeedPrice], find_model: FindModel, observed_at: datetime
) -> tuple[list[Row], list[tuple[str, str]]]:
    """Split a feed's prices into observations and refusals.

    Args:
        listed: The prices.
        find_model: Finds the model of an offer on a day.
        observed_at: When the prices were seen; a price without a start date holds from that day.

    Returns:
        Rows of _price_seen without origin and trust, and (row as JSON text, reason) for each refused price.
    """
    observations: dict[tuple[object, ...], Row] = {}
    refused: list[tuple[str, str]] = []
    for price in listed:
        if reason := _reason_to_refuse(price):
            refused.append((_as_json(price), reason))
            continue
        valid_from: date = price.starts_on or observed_at.date()
        model_id = find_model(price.provider, price.model, valid_from)
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


def _reason_to_refuse(price: FeedPrice) -> str | None:
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
    if not is_genai_prices_known(build):
        return [], []
    capture = genai_prices_data()
    find_model = model_finder(build.read_sql("list_model_links"))
    observations, refused = sort_listed(read_listed(), find_model, capture.captured_at)
    origin = {"source": GENAI_PRICES, "capture_sha256": capture.capture_sha256}
    return [{**row, **origin} for row in observations], refused


def is_genai_prices_known(build: TableBuild) -> bool:
    """Return whether the installed package had been released by the as-of date."""
    captured_on = genai_prices_data().captured_at.date()
    build.changes_on([captured_on])
    return captured_on <= build.as_of
