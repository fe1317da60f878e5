"""What a reader makes of a mutant: prices of the whole page, a refusal, a wrong price, or offers lost in silence."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from assets.prices.audit.mutants import Mutant
from assets.prices.price_page import PageOffer, PageReading, PageRefused, PricePage

Reader = Callable[[PricePage], PageReading]
Truth = Mapping[tuple[object, ...], list[PageOffer]]
LONGEST_S = 5.0
"""Seconds after which a reading counts as hung."""


@dataclass(frozen=True)
class MutantReading:
    """How a reader took a mutant: 'right', 'refused', 'WRONG ...', 'CRASH ...' or 'HANG', and its reading if any."""

    verdict: str
    reading: PageReading | None = None

    @property
    def is_misread(self) -> bool:
        """Whether the reader gave a price that the whole page does not state, or failed."""
        return self.verdict not in {"right", "refused"}


def read_mutant(read: Reader, truth: Truth, mutant: Mutant, page: PricePage) -> MutantReading:
    """Return how a reader takes a mutant of a page.

    Args:
        read: The reader.
        truth: What the undamaged page states.
        mutant: The damaged copy.
        page: The undamaged page, for its day and name.
    """
    start = time.monotonic()
    reading = None
    try:
        reading = read(PricePage(mutant.body, page.captured_on, page.name))
    except PageRefused:
        verdict = "refused"
    except Exception as error:  # a crash is what an audit looks for
        verdict = f"CRASH {type(error).__name__}: {error}"[:200]
    else:
        wrong = next((offer for offer in reading.offers if not _stated(offer, truth, mutant)), None)
        verdict = (
            f"WRONG {wrong}"[:400] if wrong else "WRONG accepted a page to refuse" if mutant.must_refuse else "right"
        )
    return MutantReading("HANG" if time.monotonic() - start > LONGEST_S else verdict, reading)


def truth_of(reading: PageReading) -> dict[tuple[object, ...], list[PageOffer]]:
    """Return what the undamaged page states, by model, tier and band."""
    truth: dict[tuple[object, ...], list[PageOffer]] = {}
    for offer in reading.offers:
        truth.setdefault((offer.model, offer.tier, offer.context_from_tokens), []).append(offer)
    return truth


def _stated(offer: PageOffer, truth: Truth, mutant: Mutant) -> bool:
    originals = truth.get((offer.model, offer.tier, offer.context_from_tokens), [])
    return any(
        (offer.valid_from, offer.valid_to) == (original.valid_from, original.valid_to)
        and offer.currency in (original.currency, *mutant.currencies)
        and _same(offer.input_per_mtok, original.input_per_mtok, mutant.factors)
        and _same(offer.output_per_mtok, original.output_per_mtok, mutant.factors)
        and (
            offer.cached_input_per_mtok is None
            or _same(offer.cached_input_per_mtok, original.cached_input_per_mtok, mutant.factors)
        )
        for original in originals
    )


def _same(read: Decimal | None, stated: Decimal | None, factors: tuple[int, ...]) -> bool:
    if read is None or stated is None:
        return read is stated
    return any(read == stated * factor for factor in factors)
