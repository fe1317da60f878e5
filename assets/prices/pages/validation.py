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
            why = f" ({len(problems)} left out, first: {problems[0]})" if problems else ""
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
    by_key: dict[tuple[object, ...], list[PageOffer]] = defaultdict(list)
    for offer in offers:
        by_key[offer.model, offer.tier, offer.context_from_tokens].append(offer)
    kept: list[PageOffer] = []
    for (model, tier, _), same in by_key.items():
        merged = _merge(same)
        if any(_clash(a, b) for i, a in enumerate(merged) for b in merged[i + 1 :]):
            problems.append(f"{model} ({tier}): left out, the page states different prices: {merged[0].quote[:80]!r}")
        else:
            kept += merged
    return kept


def _merge(same: list[PageOffer]) -> list[PageOffer]:
    """Equal offers become one; one without a cached price joins one with."""
    merged: list[PageOffer] = []
    for offer in same:
        for i, other in enumerate(merged):
            if _core(offer) == _core(other) and None in (offer.cached_input_per_mtok, other.cached_input_per_mtok):
                merged[i] = replace(
                    other, cached_input_per_mtok=other.cached_input_per_mtok or offer.cached_input_per_mtok
                )
                break
            if _core(offer) == _core(other) and offer.cached_input_per_mtok == other.cached_input_per_mtok:
                break
        else:
            merged.append(offer)
    return merged


def _core(offer: PageOffer) -> tuple[object, ...]:
    return offer.currency, offer.input_per_mtok, offer.output_per_mtok, offer.valid_from, offer.valid_to


def _clash(a: PageOffer, b: PageOffer) -> bool:
    if a.currency != b.currency:
        return False
    return (a.valid_from or date.min) < (b.valid_to or date.max) and (b.valid_from or date.min) < (
        a.valid_to or date.max
    )
