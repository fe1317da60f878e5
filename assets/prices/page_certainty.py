"""How sure the offers of one page are by the page alone, before other sources are asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache

from assets.prices.certainty import p_correct
from assets.prices.claim import PriceClaim
from assets.prices.facts import PriceChangeRow, Tier
from assets.prices.price_page import PageOffer
from assets.prices.ratios import RatioVocabulary
from assets.prices.routing import evidence_for
from assets.prices.trust import OWN
from warehouse.bundle import Bundle

BASE: tuple[Tier, ...] = ("standard", "long-context")
"""The tiers at which a seller sells without a discount or a premium, below and above a prompt length."""


def certainty_of_offers(offers: Sequence[PageOffer]) -> list[float | None]:
    """Return the probability that each offer's price is right; None without both an input and an output price.

    What speaks for it is on the page: other parts that state it, the price of another tier, usual ratios.
    """
    by_tier = {(offer.model, offer.context_from_tokens, offer.tier): offer for offer in offers}
    return [_certainty(page_claim("", offer, twin_of(offer, by_tier))) for offer in offers]


def twin_of(offer: PageOffer, by_tier: Mapping[tuple[str, int | None, Tier], PageOffer]) -> PageOffer | None:
    """Return the offer of the same model and prompt length whose tier can confirm this one.

    That is batch or flex for standard, and standard (named long-context above a prompt length) for any other.

    Args:
        offer: The offer.
        by_tier: All offers of the page by model, prompt length and tier.
    """
    tiers: tuple[Tier, ...] = ("batch", "flex") if offer.tier in BASE else BASE
    twins = (by_tier.get((offer.model, offer.context_from_tokens, tier)) for tier in tiers)
    return next((twin for twin in twins if twin and twin.currency == offer.currency), None)


def page_claim(provider: str, offer: PageOffer, twin: PageOffer | None) -> PriceClaim:
    """Return an offer as a claim of its page alone: the model is the page's own name, the amounts are as written."""
    return PriceClaim(
        change_id=0,
        provider=provider,
        model_id=offer.model,
        provider_model_id=offer.model,
        tier=offer.tier,
        context_from_tokens=offer.context_from_tokens,
        input_usd_per_mtok=offer.input_per_mtok,
        cached_input_usd_per_mtok=offer.cached_input_per_mtok,
        output_usd_per_mtok=offer.output_per_mtok,
        valid_from=date.min,
        trust=OWN,
        active_params_b=None,
        n_sources=1,
        n_witnesses=offer.witnesses,
        twin_input_usd_per_mtok=twin.input_per_mtok if twin else None,
        twin_output_usd_per_mtok=twin.output_per_mtok if twin else None,
    )


def _certainty(claim: PriceClaim) -> float | None:
    return None if claim.is_withdrawal else p_correct(evidence_for(claim, None, _curated_vocabulary()), OWN)


@cache
def _curated_vocabulary() -> RatioVocabulary:
    rows = Bundle().read("price_changes", PriceChangeRow)
    return RatioVocabulary(
        (row.input_usd_per_mtok, row.cached_input_usd_per_mtok, row.output_usd_per_mtok)
        for row in rows
        if row.input_usd_per_mtok and row.output_usd_per_mtok
    )
