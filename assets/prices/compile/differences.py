"""Compare what dated sources show of one offer with the bundled prices: confirmations, and runs of differing prices."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from assets.prices.compile.own_offers import Timeline, amounts_of, are_same
from assets.prices.compile.shown_price import RANK, ShownPrice
from assets.prices.facts import PriceChangeRow

STATES = ("announced", "listed")
"""Bases of a price that was in force on its day; a recorded change may be late, a copy proves nothing."""


@dataclass
class Difference:
    """A run of days on which sources show one price where the facts have another, or none.

    `ours` is the row in force (None before the first), `upcoming` the next one, `back_on` the first later sighting of
    our own price while the same row is still in force.
    """

    ours: PriceChangeRow | None
    upcoming: PriceChangeRow | None
    shown: list[ShownPrice] = field(default_factory=list)
    back_on: ShownPrice | None = None

    @property
    def amounts(self) -> tuple[Decimal, Decimal] | None:
        """The price that the sources show; None where they show that the offer has ended."""
        return self.best.amounts

    @property
    def best(self) -> ShownPrice:
        """The evidence that dates the price: an announced day of the first week, else the first sighting."""
        first = self.shown[0].day
        near = [shown for shown in self.shown if (shown.day - first).days <= 7]
        return min(near, key=lambda shown: (shown.basis != "announced", shown.day, RANK[shown.basis]))

    @property
    def families(self) -> set[str]:
        """The independent sources that show the price."""
        return {shown.family for shown in self.shown}


def compare(timeline: Timeline, shown: Iterable[ShownPrice]) -> tuple[list[ShownPrice], list[Difference]]:
    """Return the sightings that confirm the facts, and the differences in the order of their days.

    Args:
        timeline: The rows of one offer.
        shown: What sources show of it, copies included.
    """
    confirming: list[ShownPrice] = []
    differences: list[Difference] = []
    for price in sorted(shown, key=lambda price: (price.day, RANK[price.basis])):
        ours = timeline.on(price.day)
        if ours is None and price.amounts is None and not differences:
            continue  # the end of something that was never shown
        if ours and are_same(amounts_of(ours), price.amounts):
            confirming += [price] if price.basis != "copied" and price.amounts else []
            _close(differences, ours, price)
        elif price.basis != "copied":
            _add(differences, ours, timeline.after(price.day), price)
    return confirming, differences


def _close(differences: Sequence[Difference], ours: PriceChangeRow, price: ShownPrice) -> None:
    """Our own price is shown again on a later day: what differed before has ended by then."""
    last = differences[-1] if differences else None
    if last and last.ours is ours and last.back_on is None and price.basis in STATES and price.day > last.shown[-1].day:
        last.back_on = price


def _add(
    differences: list[Difference], ours: PriceChangeRow | None, upcoming: PriceChangeRow | None, price: ShownPrice
) -> None:
    last = differences[-1] if differences else None
    same_run = last and last.ours is ours and last.back_on is None and are_same(last.shown[0].amounts, price.amounts)
    if not (last and same_run):
        last = Difference(ours, upcoming)
        differences.append(last)
    last.shown.append(price)
