"""Check the offers of a page: bounds, contradictions, must-have models."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from assets.prices.bounds import HIGHEST_USD_PER_MTOK, LOWEST_USD_PER_MTOK
from assets.prices.price_page import PageOffer, PageReading, PageRefused, PricePage

USD_ROUGHLY = {"USD": Decimal(1), "EUR": Decimal(1), "CNY": Decimal(7)}
"""Approximate units of a currency per US dollar, for bounds only."""


def validate_offers(
    page: PricePage, offers: Iterable[PageOffer], problems: list[str], must_have: tuple[str, ...]
) -> PageReading:
    """Return the reading of a page: the offers that are plausible and not contradicted.

    Args:
        page: The page, for the messages.
        offers: All offers of the page.
        problems: What was left out so far; takes a message for every offer that is left out here.
        must_have: Patterns of model names, each of which must match at least one offer.

    Raises:
        PageRefused: No offer matches a must-have pattern.
    """
    kept = []
    for offer in offers:
        if reason := _implausible(offer):
            problems.append(f"{offer.model} ({offer.tier}): left out, {reason}: {offer.quote[:100]!r}")
        else:
            kept.append(offer)
    kept = _without_contradictions(kept, problems)
    for pattern in must_have:
        if not any(re.search(pattern, offer.model, re.I) for offer in kept):
            why = f" ({len(problems)} left out, first: {' '.join(problems[0].split())})" if problems else ""
            raise PageRefused(f"{page.name or 'the page'}: no price of a model like {pattern!r}{why}; look at it")
    return PageReading(tuple(kept), tuple(problems))


def only_named(offers: Iterable[PageOffer], pattern: re.Pattern[str], problems: list[str]) -> list[PageOffer]:
    """Return the offers whose whole model name matches; a name joined to a note by a lost tag does not."""
    kept = []
    for offer in offers:
        if pattern.fullmatch(offer.model):
            kept.append(offer)
        else:
            problems.append(f"{offer.model!r}: left out, not the name of a model here")
    return kept


def _implausible(offer: PageOffer) -> str | None:
    rate = USD_ROUGHLY[offer.currency]
    for what, price in (("input", offer.input_per_mtok), ("output", offer.output_per_mtok)):
        if price is None or not LOWEST_USD_PER_MTOK * rate <= price <= HIGHEST_USD_PER_MTOK * rate:
            return f"{what} {price} {offer.currency} per million tokens is out of bounds"
    cached, fresh = offer.cached_input_per_mtok, offer.input_per_mtok
    if cached is not None and fresh is not None and not 0 < cached <= fresh:
        return "a cached token is more expensive than a fresh one"
    return None


def _without_contradictions(offers: list[PageOffer], problems: list[str]) -> list[PageOffer]:
    """Return one offer for each price, reconciled over the parts of the page that state it."""
    by_key: dict[tuple[object, ...], list[PageOffer]] = defaultdict(list)
    for offer in offers:
        by_key[offer.model, offer.tier, offer.context_from_tokens].append(offer)
    kept: list[PageOffer] = []
    for (model, tier, _), same in by_key.items():
        merged = _merge(same, problems)
        pairs = ((a, b) for i, a in enumerate(merged) for b in merged[i + 1 :])
        if clash := next((pair for pair in pairs if _clash(*pair)), None):
            stated = " and ".join(dict.fromkeys(f"{offer.quote[:80]!r}{_where(offer, clash)}" for offer in clash))
            problems.append(f"{model} ({tier}): left out, the page states different prices: {stated}")
        else:
            kept += merged
    return kept


def _where(offer: PageOffer, clash: tuple[PageOffer, PageOffer]) -> str:
    return f" ({offer.witness})" if clash[0].witness != clash[1].witness else ""


def _merge(same: list[PageOffer], problems: list[str]) -> list[PageOffer]:
    """Equal offers become one that names all parts of the page that state it; one without a cached price joins."""
    merged: list[PageOffer] = []
    for offer in same:
        twin = next(
            (i for i, other in enumerate(merged) if _core(offer) == _core(other) and _joins(other, offer)), None
        )
        if twin is None:
            merged.append(offer)
        else:
            merged[twin] = _joined(merged[twin], offer, problems)
    return merged


def _joins(other: PageOffer, offer: PageOffer) -> bool:
    """Whether two offers of the same input and output price are one: same cached price, or other parts of the page."""
    cached = {other.cached_input_per_mtok, offer.cached_input_per_mtok} - {None}
    return len(cached) < 2 or other.witness != offer.witness


def _joined(other: PageOffer, offer: PageOffer, problems: list[str]) -> PageOffer:
    cached = {other.cached_input_per_mtok, offer.cached_input_per_mtok} - {None}
    if len(cached) > 1:
        stated = f"{other.quote[:80]!r} ({other.witness}) and {offer.quote[:80]!r} ({offer.witness})"
        problems.append(f"{offer.model} ({offer.tier}): cached price left out, parts of the page differ: {stated}")
    return replace(
        other,
        cached_input_per_mtok=cached.pop() if len(cached) == 1 else None,
        linked_id=other.linked_id or offer.linked_id,
        witness="+".join(sorted({*other.witness.split("+"), *offer.witness.split("+")})),
    )


def _core(offer: PageOffer) -> tuple[object, ...]:
    return offer.currency, offer.input_per_mtok, offer.output_per_mtok, offer.valid_from, offer.valid_to


def _clash(a: PageOffer, b: PageOffer) -> bool:
    if a.currency != b.currency:
        return False
    return (a.valid_from or date.min) < (b.valid_to or date.max) and (b.valid_from or date.min) < (
        a.valid_to or date.max
    )
