"""Turn differences into proposed rows of `price_changes.csv`, each with the evidence of both sides and its strength."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Literal

from assets.prices.compile.differences import Difference
from assets.prices.compile.own_offers import Offer, amounts_of, are_same
from assets.prices.compile.shown_price import ShownPrice

Kind = Literal["added", "changed", "dated", "back", "withdrawn", "returned"]
"""added: a price before our first, or of an offer that we lack; changed: another price than ours; dated: our next price
begins earlier; back: our price returned after a change; withdrawn: the offer has ended; returned: it is sold again."""

Evidence = Literal["strong", "weak"]

QUORUM = 2
"""Independent families that make evidence strong where the seller itself does not show the price."""

MOST_SOURCES_NAMED = 6


@dataclass(frozen=True)
class Proposal:
    """One row to add to the price changes; `replaces_from` is the day of the row that it replaces."""

    kind: Kind
    evidence: Evidence
    offer: Offer
    price: ShownPrice
    n_sources: int
    replaces_from: date | None
    ours: str
    theirs: str

    @property
    def effective_from(self) -> date:
        """The day on which the row begins."""
        return self.price.day

    @property
    def date_basis(self) -> str:
        """`announced` where the source states the day, else `observed`."""
        return "announced" if self.price.basis == "announced" else "observed"

    @property
    def note(self) -> str:
        """The source of the row in words; that of a withdrawal begins with that word."""
        if self.price.amounts is None:
            how = "announced" if self.price.basis == "announced" else f"absent from the list of {self.price.day}"
            return f"withdrawn: {how} ({self.price.source})"
        return f"list of {self.price.day} in {self.price.source}" if self.price.basis == "listed" else self.price.source


def propose(
    offer: Offer, differences: Sequence[Difference], released_on: date | None = None
) -> Iterator[list[Proposal]]:
    """Yield, for each difference, the rows that would make the facts agree with what the sources show of one offer.

    Args:
        offer: The offer.
        differences: Its differences in the order of their days.
        released_on: The release of the model: nobody sells it before, so that an earlier day is weak evidence.
    """
    for difference, later in zip_longest(differences, differences[1:]):
        kind = _kind(difference, later)
        replaced = difference.upcoming if kind == "dated" else None
        is_sold = released_on is None or difference.best.day >= released_on
        rows = [
            Proposal(
                kind=kind,
                evidence="strong" if is_sold and _is_strong(difference, kind) else "weak",
                offer=offer,
                price=difference.best,
                n_sources=max(len(difference.families), replaced.n_sources if replaced else 0),
                replaces_from=replaced.valid_from if replaced else None,
                ours=_ours(difference),
                theirs=_theirs(difference.shown),
            )
        ]
        if difference.back_on and kind == "changed":
            both_sides = _ours(difference), _theirs([difference.back_on])
            rows.append(Proposal("back", "strong", offer, difference.back_on, 1, None, *both_sides))
        yield rows


def _kind(difference: Difference, later: Difference | None) -> Kind:
    if difference.amounts is None:
        return "withdrawn"
    is_last = later is None or later.upcoming is not difference.upcoming
    if is_last and difference.upcoming and are_same(amounts_of(difference.upcoming), difference.amounts):
        return "dated"
    if difference.ours is None:
        return "added"
    return "returned" if amounts_of(difference.ours) is None else "changed"


def _is_strong(difference: Difference, kind: Kind) -> bool:
    """Whether the evidence overrides the facts by itself.

    A source never overrides an announcement that is more trusted; a price that comes back is in doubt, and so is an end
    after which another source still lists the offer. An earlier sighting of a price that we have only observed later is
    a second source for it.
    """
    if difference.back_on:
        return False
    is_own = any(price.is_the_sellers_own for price in difference.shown)
    if kind == "dated":
        return difference.upcoming is not None and difference.upcoming.date_basis == "observed"
    if kind == "withdrawn":
        return is_own or any(price.basis in {"announced", "listed"} for price in difference.shown)
    return is_own or len(difference.families) >= QUORUM


def _ours(difference: Difference) -> str:
    row = difference.ours
    if row is None:
        start = f", first row from {difference.upcoming.valid_from}" if difference.upcoming else ""
        return f"no price{start}"
    basis = f"{row.date_basis}, {row.n_sources} sources"
    return f"{_amounts(amounts_of(row))} from {row.valid_from} ({basis}): {row.source_url}"


def _theirs(shown: Sequence[ShownPrice]) -> str:
    named = [f"{price.day} {price.basis} in {price.source} ({price.family})" for price in shown[:MOST_SOURCES_NAMED]]
    more = [f"and {len(shown) - MOST_SOURCES_NAMED} more"] if len(shown) > MOST_SOURCES_NAMED else []
    return f"{_amounts(shown[0].amounts)}: {'; '.join([*named, *more])}"


def _amounts(pair: tuple[object, object] | None) -> str:
    return f"{pair[0]}/{pair[1]}" if pair else "withdrawn"
