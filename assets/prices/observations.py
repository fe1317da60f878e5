"""What was seen of prices: rows whose model is known by an exact name, and rows that were refused and why."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from assets.prices.feeds.feed_price import FeedPrice

Row = dict[str, object]
Aliases = Mapping[tuple[str, str], str]


def sort_listed(
    listed: Iterable[FeedPrice], aliases: Aliases, observed_at: datetime
) -> tuple[list[Row], list[tuple[str, str]]]:
    """Split a feed's prices into observations and refusals (the row as JSON text, the reason).

    `aliases` maps (exact id, alias source) to a model. A price without a start date holds from the day it was seen.
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
