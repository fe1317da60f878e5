"""Join the meters of a cloud price list (one amount each for input, cached input and output) into offers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from assets.prices.facts import Tier
from assets.prices.price_page import PageOffer

Side = Literal["input", "cached", "output"]
Key = tuple[str, ...]


class NotTokenPrice(ValueError):
    """A product or meter that is not an on-demand price of text tokens, or is ambiguous."""


@dataclass(frozen=True)
class TokenMeter:
    """One amount per million tokens. Meters are joined when `key` (model, deployment, region) and `tier` are equal."""

    key: Key
    model: str
    tier: Tier
    side: Side
    currency: str
    per_mtok: Decimal
    quote: str
    valid_from: date | None = None


def join(meters: Iterable[TokenMeter]) -> tuple[list[tuple[Key, PageOffer]], list[str]]:
    """Return the offers that have an input and an output meter, each with its key, and a line for every other meter."""
    groups: defaultdict[tuple[Key, Tier, str], list[TokenMeter]] = defaultdict(list)
    for meter in meters:
        groups[meter.key, meter.tier, meter.currency].append(meter)
    offers: list[tuple[Key, PageOffer]] = []
    problems: list[str] = []
    for (key, tier, _), group in groups.items():
        sides = {meter.side: meter for meter in group}
        if len({(meter.side, meter.per_mtok) for meter in group}) > len(sides):
            problems.append(f"{' '.join(key)}: {tier}: two prices for one meter: {_quotes(group)}")
        elif not {"input", "output"} <= sides.keys():
            problems += [f"{meter.quote}: no meter of the other side matches it" for meter in group]
        else:
            offers.append((key, _offer(sides["input"], sides.get("cached"), sides["output"])))
    return offers, problems


def rivals(offers: Sequence[PageOffer]) -> bool:
    """Return whether offers of one model at one tier differ in price."""
    columns = ("currency", "input_per_mtok", "cached_input_per_mtok", "output_per_mtok")
    return len({tuple(getattr(offer, column) for column in columns) for offer in offers}) > 1


def _offer(asked: TokenMeter, cached: TokenMeter | None, given: TokenMeter) -> PageOffer:
    starts = [meter.valid_from for meter in (asked, given) if meter.valid_from]
    return PageOffer(
        model=asked.model,
        tier=asked.tier,
        currency=asked.currency,
        input_per_mtok=asked.per_mtok,
        cached_input_per_mtok=cached.per_mtok if cached else None,
        output_per_mtok=given.per_mtok,
        quote=_quotes([meter for meter in (asked, cached, given) if meter]),
        valid_from=max(starts, default=None),
    )


def _quotes(meters: list[TokenMeter]) -> str:
    return "; ".join(dict.fromkeys(meter.quote for meter in meters))
