"""The price of one offer as one dated source shows it: what every adapter gives and the comparison takes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Basis = Literal["announced", "listed", "observed", "copied"]
"""What the day of a price means: its seller states that it begins (or ends) on this day; a list or page of this day
shows it; a source recorded the change on this day; or it is a copy, whose day proves nothing."""

RANK = {"announced": 0, "listed": 1, "observed": 2, "copied": 3}
"""The order in which evidence is named, best first."""


@dataclass(frozen=True)
class ShownPrice:
    """One price of one offer at the standard tier, USD per million tokens; without amounts, the end of the offer.

    `family` names the independent source behind it: two packages that copy the same list are one family.
    """

    provider: str
    seller_id: str
    input: Decimal | None
    cached_input: Decimal | None
    output: Decimal | None
    day: date
    basis: Basis
    family: str
    source: str
    source_url: str

    @property
    def amounts(self) -> tuple[Decimal, Decimal] | None:
        """Input and output price; None for the end of an offer."""
        return None if self.input is None or self.output is None else (self.input, self.output)

    @property
    def is_the_sellers_own(self) -> bool:
        """Whether the seller's page, announcement or list shows it, directly or as an archive keeps it."""
        return self.family in {f"page/{self.provider}", self.provider}
