"""Which price claims are flagged, and what releases a flagged one: a second source, or a reviewed correction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from assets.prices.corrections import Correction
from assets.prices.price_checker import StatedPrice, check_prices
from assets.prices.trust import CURATED

QUORUM = 2
"""Independent families of sources that must show a price to release it, or to fill in where no page reports one."""

Corrections = Mapping[tuple[str, str, str, date, Decimal, Decimal], Correction]
Row = dict[str, object]


class PriceClaim(NamedTuple):
    """A price that one source reports, as `list_claims_to_check.sql` selects it."""

    change_id: int
    provider: str
    model_id: str
    provider_model_id: str
    tier: str
    context_from_tokens: int | None
    input_usd_per_mtok: Decimal | None
    cached_input_usd_per_mtok: Decimal | None
    output_usd_per_mtok: Decimal | None
    valid_from: date
    trust: int
    active_params_b: float | None
    n_sources: int

    @property
    def is_compared(self) -> bool:
        """Whether later claims are compared with this one: its source is trusted, or several report it."""
        return self.trust <= CURATED or self.n_sources >= QUORUM


class Review(NamedTuple):
    """What overrules the checks of one claim: whether it is accepted, and why."""

    accepted: bool
    reason: str


def flagged_rows(claims: Sequence[PriceClaim], corrections: Corrections) -> list[Row]:
    """Return the rows of _price_doubt: each flagged or dropped claim, the reason, and what released it.

    Args:
        claims: Claims in the order in which they were made.
        corrections: Reviewed entries by their key.
    """
    reviews = [_review(claim, corrections) for claim in claims]
    pairs = list(zip(claims, reviews, strict=True))
    checked = [(claim, review) for claim, review in pairs if review is None or review.accepted]
    flags = check_prices(
        [_stated_price(claim) for claim, _ in checked],
        [review is not None for _, review in checked],
        [claim.is_compared for claim, _ in checked],
    )
    flagged = [
        _row(claim, "; ".join(reasons), review.reason if review else None)
        for (claim, review), reasons in zip(checked, flags, strict=True)
        if reasons
    ]
    dropped = [_row(claim, review.reason, None) for claim, review in pairs if review and not review.accepted]
    return flagged + dropped


def idle_corrections(claims: Sequence[PriceClaim], corrections: Corrections) -> list[Correction]:
    """Return the corrections that apply to no claim: the source was repaired, or never reported that price."""
    keys = {_key(claim) for claim in claims}
    return [entry for key, entry in corrections.items() if key not in keys]


def _row(claim: PriceClaim, reason: str, released_by: str | None) -> Row:
    return {"change_id": claim.change_id, "reason": reason, "released_by": released_by}


def _review(claim: PriceClaim, corrections: Corrections) -> Review | None:
    if entry := corrections.get(_key(claim)):
        return Review(entry.action == "release", f"correction: {entry.reason}")
    if claim.n_sources >= QUORUM:
        return Review(True, f"{claim.n_sources} independent sources")
    return None


def _key(claim: PriceClaim) -> tuple[str, str, str, date, Decimal, Decimal]:
    """What a correction must equal to apply to a claim; amounts of a withdrawal count as zero."""
    amounts = (claim.input_usd_per_mtok or Decimal(0), claim.output_usd_per_mtok or Decimal(0))
    return claim.provider, claim.provider_model_id, claim.tier, claim.valid_from, *amounts


def _stated_price(claim: PriceClaim) -> StatedPrice:
    amounts = (claim.input_usd_per_mtok, claim.cached_input_usd_per_mtok, claim.output_usd_per_mtok)
    floats = (None if amount is None else float(amount) for amount in amounts)
    return StatedPrice(*claim[1:6], *floats, claim.active_params_b)
