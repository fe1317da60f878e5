"""Audit one reader on mutants of the newest capture of one of its pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assets.prices.audit.mutants import LARGE, Mutant, mutants
from assets.prices.audit.reading import MutantReading, Reader, read_mutant, truth_of
from assets.prices.price_cells import count_price_cells
from assets.prices.price_page import PageReading, PricePage

MUTANTS = 14
"""Random mutants of one audit, beside those that any page has: about 30 in all."""
MOST_MISREAD = 0.02
"""Largest accepted share of misread copies: none of the thirty or so of one audit."""
MOST_MISSED = 0.05
"""Largest accepted share of copies that lost an offer in silence."""


@dataclass(frozen=True)
class ReaderAudit:
    """What a reader made of the mutants of one page."""

    mutants: int
    misread: int
    refused: int
    missed: int
    coverage: float | None
    worst: str | None

    @property
    def is_below_floor(self) -> bool:
        """Whether more copies were misread or missed than a reader may have."""
        return self.misread > MOST_MISREAD * self.mutants or self.missed > MOST_MISSED * self.mutants


def audit_reader(read: Reader, page: PricePage, seed: int) -> ReaderAudit:
    """Return the audit of a reader on one page.

    Args:
        read: The reader.
        page: The undamaged page.
        seed: Which mutants; the same seed gives the same ones.

    Raises:
        PageRefused: The reader refuses the undamaged page.
    """
    whole = count_price_cells(page, read(page))
    truth = truth_of(whole)
    taken = [(mutant, read_mutant(read, truth, mutant, page)) for mutant in _mutants(page, seed)]
    faults = [f"{mutant.kind}: {taking.verdict}" for mutant, taking in taken if taking.is_misread]
    return ReaderAudit(
        mutants=len(taken),
        misread=len(faults),
        refused=sum(taking.verdict == "refused" for _, taking in taken),
        missed=sum(_is_missed(page, mutant, taking, whole) for mutant, taking in taken),
        coverage=whole.coverage,
        worst=faults[0] if faults else None,
    )


def _mutants(page: PricePage, seed: int) -> Iterator[Mutant]:
    return (mutant for mutant in mutants(page.body, seed, MUTANTS) if mutant.kind != LARGE)


def _is_missed(page: PricePage, mutant: Mutant, taking: MutantReading, whole: PageReading) -> bool:
    """Whether offers are lost although all price cells are there, and no further line says so."""
    if taking.verdict != "right" or taking.reading is None or len(taking.reading.offers) >= len(whole.offers):
        return False
    counted = count_price_cells(PricePage(mutant.body, page.captured_on, page.name), taking.reading)
    all_there = (counted.price_cells_seen or 0) >= (whole.price_cells_seen or 0)
    return all_there and set(counted.problems) <= set(whole.problems)
