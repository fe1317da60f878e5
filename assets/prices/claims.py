"""Which price claims are flagged or wait, what releases them, and how sure each price is.

A flagged price is implausible: a second source or a reviewed correction releases it. A price that waits is plausible
but has one witness (see `routing.py`): a capture of another day releases it too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from assets.prices.claim import QUORUM, PriceClaim
from assets.prices.corrections import Correction
from assets.prices.price_checker import PriceChecker, StatedPrice
from assets.prices.ratios import RatioVocabulary
from assets.prices.routing import Amounts, Evidence, evidence_for, reason_to_wait, second_witness
from assets.prices.trust import CURATED

Corrections = Mapping[tuple[str, str, str, date, Decimal, Decimal], Correction]
Row = dict[str, object]


class Review(NamedTuple):
    """What overrules the checks of one claim: whether it is accepted, why, and since when."""

    accepted: bool
    reason: str
    since: date | None = None


class CheckedClaim(NamedTuple):
    """A claim with the reasons against it, what releases it, and the evidence for its price (None: a withdrawal)."""

    claim: PriceClaim
    flags: tuple[str, ...]
    wait: str | None
    release: Review | None
    evidence: Evidence | None

    @property
    def is_accepted(self) -> bool:
        """Whether the claim may be used."""
        return self.release is not None or not (self.flags or self.wait)

    @property
    def doubt(self) -> Row:
        """The row of _price_doubt; only for a claim with a reason against it."""
        return {
            "change_id": self.claim.change_id,
            "reason": "; ".join(filter(None, (*self.flags, self.wait))),
            "released_by": self.release.reason if self.release else None,
            "is_waiting": self.wait is not None and not self.flags,
            "released_on": self.release.since if self.release else None,
        }


def check_claims(claims: Sequence[PriceClaim], corrections: Corrections) -> list[CheckedClaim]:
    """Return every claim with its check.

    Later prices are not compared with one that is not accepted: an error must not hide the next error, nor flag the
    return to the right price.

    Args:
        claims: Claims in the order in which they were made.
        corrections: Reviewed entries by their key.
    """
    known = (claim.prices for claim in claims if claim.trust == CURATED and not claim.is_withdrawal)
    checks = ClaimChecks(RatioVocabulary(known), corrections)
    return [checks.check(claim) for claim in claims]


class ClaimChecks:
    """Checks claims one after the other against those accepted so far."""

    def __init__(self, vocabulary: RatioVocabulary, corrections: Corrections) -> None:
        """Start without any accepted claim."""
        self._vocabulary = vocabulary
        self._corrections = corrections
        self._checker = PriceChecker()
        self._last: dict[tuple[object, ...], Amounts] = {}

    def check(self, claim: PriceClaim) -> CheckedClaim:
        """Return the check of a claim, and compare later claims with it where it is accepted and trusted."""
        checked = self.examine(claim)
        if claim.is_compared and checked.is_accepted:
            self._accept(claim)
        return checked

    def examine(self, claim: PriceClaim) -> CheckedClaim:
        """Return the check of a claim; later claims are not compared with it."""
        review = _review(claim, self._corrections)
        if review and not review.accepted:
            return CheckedClaim(claim, (review.reason,), None, None, None)
        if claim.is_withdrawal:
            named = (
                f"absent, but the page of {claim.still_named_on} still names the model"
                if claim.still_named_on
                else None
            )
            return CheckedClaim(claim, (named,) if named else (), None, review, None)
        flags = tuple(self._checker.check(_stated_price(claim)))
        evidence = evidence_for(claim, self._last.get(_offer(claim)), self._vocabulary)
        wait = reason_to_wait(claim, evidence)
        again = second_witness(claim) if wait and not flags else None
        return CheckedClaim(
            claim, flags, wait, review or (Review(True, again, claim.seen_again_on) if again else None), evidence
        )

    def _accept(self, claim: PriceClaim) -> None:
        self._checker.accept(_stated_price(claim))
        if claim.is_withdrawal:
            self._last.pop(_offer(claim), None)
        else:
            self._last[_offer(claim)] = claim.prices


def doubt_rows(checked: Iterable[CheckedClaim]) -> Iterator[Row]:
    """Yield the rows of _price_doubt: each claim with a reason against it."""
    return (check.doubt for check in checked if check.flags or check.wait)


def idle_corrections(claims: Sequence[PriceClaim], corrections: Corrections) -> list[Correction]:
    """Return the corrections that apply to no claim: the source was repaired, or never reported that price."""
    keys = {_key(claim) for claim in claims}
    return [entry for key, entry in corrections.items() if key not in keys]


def _review(claim: PriceClaim, corrections: Corrections) -> Review | None:
    if entry := corrections.get(_key(claim)):
        return Review(entry.action == "release", f"correction: {entry.reason}")
    if claim.n_sources >= QUORUM:
        return Review(True, f"{claim.n_sources} independent sources", claim.agreed_on)
    return None


def _key(claim: PriceClaim) -> tuple[str, str, str, date, Decimal, Decimal]:
    """What a correction must equal to apply to a claim; amounts of a withdrawal count as zero."""
    amounts = (claim.input_usd_per_mtok or Decimal(0), claim.output_usd_per_mtok or Decimal(0))
    return claim.provider, claim.provider_model_id, claim.tier, claim.valid_from, *amounts


def _offer(claim: PriceClaim) -> tuple[object, ...]:
    return claim[1:6]


def _stated_price(claim: PriceClaim) -> StatedPrice:
    amounts = (claim.input_usd_per_mtok, claim.cached_input_usd_per_mtok, claim.output_usd_per_mtok)
    floats = (None if amount is None else float(amount) for amount in amounts)
    return StatedPrice(*claim[1:6], *floats, claim.active_params_b)
