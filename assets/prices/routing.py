"""Which prices of a seller's own list wait for a second witness, and how sure each price is.

A reader can take the batch price for the standard one, or a footnote digit for a part of the amount, and the result is
a plausible price. So a new price is believed at once only when something else shows it: the price in force before,
another source, another page, or a twin (the batch price of the same capture has the same discount on input and output,
and the ratios are usual). Any other price waits until a capture of another day or another source shows it. Waiting
refuses nothing: the price before stays in force.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from assets.prices.claim import QUORUM, PriceClaim
from assets.prices.ratios import RatioVocabulary
from assets.prices.trust import OWN

SAME_DISCOUNT = Decimal("0.005")
"""Largest difference, as a share, between a twin's discount on input and on output."""
PER_STANDARD = {
    **dict.fromkeys(("batch", "flex"), (Decimal("0.4975"), Decimal("0.5025"))),
    "priority": (Decimal("1.4"), Decimal("2.6")),
}
"""Ratios of a tier's price to the standard price that make one confirm the other: half, as nearly all sellers charge
for batch and flex; with any ratio, twice the standard price or half the batch price would pass too. The range of
priority prices is less than twofold, so that half of such a price is outside."""

Evidence = Literal["agreed", "unchanged", "twin", "usual ratios", "unusual ratios"]
"""What speaks for a price, strongest first."""
CERTAIN: frozenset[Evidence] = frozenset(("agreed", "unchanged", "twin"))
Amounts = tuple[Decimal | None, Decimal | None, Decimal | None]


def evidence_for(claim: PriceClaim, before: Amounts | None, vocabulary: RatioVocabulary) -> Evidence:
    """Return the strongest evidence for a stated price.

    Args:
        claim: A claim with both prices.
        before: The input, cached input and output price accepted last for the same offer; None = there is none.
        vocabulary: The usual ratios.
    """
    is_usual = vocabulary.holds(claim.prices)
    if max(claim.n_sources, claim.n_witnesses) >= QUORUM or (claim.n_close >= QUORUM and is_usual):
        return "agreed"
    if before and _is_unchanged(claim, before):
        return "unchanged"
    if is_usual and _has_true_twin(claim):
        return "twin"
    return "usual ratios" if is_usual else "unusual ratios"


def reason_to_wait(claim: PriceClaim, evidence: Evidence) -> str | None:
    """Return why a price waits for a second witness; None when it does not."""
    if claim.contradicted_by and claim.n_sources < QUORUM and claim.n_witnesses < QUORUM:
        return f"another page differs: {claim.contradicted_by}"
    if claim.trust != OWN or evidence in CERTAIN:
        return None
    unusual = ", and its ratios are unusual" if evidence == "unusual ratios" else ""
    return f"one witness: no other source, page or tier confirms the price{unusual}"


def second_witness(claim: PriceClaim) -> str | None:
    """Return what lets a waiting price in: a capture of another day that shows it; None while there is none."""
    if claim.contradicted_by or claim.seen_again_on is None:
        return None
    return f"shown again on {claim.seen_again_on}"


def _is_unchanged(claim: PriceClaim, before: Amounts) -> bool:
    cached = claim.cached_input_usd_per_mtok
    same = (claim.input_usd_per_mtok, claim.output_usd_per_mtok) == (before[0], before[2])
    return same and (cached is None or before[1] is None or cached == before[1])


def _has_true_twin(claim: PriceClaim) -> bool:
    """Whether the other tier of the capture differs from this price by one usual factor, on input and on output."""
    if claim.twin_input_usd_per_mtok is None or claim.twin_output_usd_per_mtok is None:
        return False
    on_input = claim.twin_input_usd_per_mtok / claim.prices[0]
    on_output = claim.twin_output_usd_per_mtok / claim.prices[2]
    if claim.tier in PER_STANDARD:
        on_input, on_output = 1 / on_input, 1 / on_output
    # the twin of a standard price is a batch or flex price
    low, high = PER_STANDARD.get(claim.tier, PER_STANDARD["batch"])
    return low <= on_input <= high and abs(on_input - on_output) <= SAME_DISCOUNT * on_input
