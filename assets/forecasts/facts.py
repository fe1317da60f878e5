"""The bundled claims that our own tables are held against, and the applications whose cost is watched."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from assets.search.facts import Count
from warehouse.bundle import Day, FactRow, Usd

Quality = Literal["published", "assumed"]


class ClaimRow(FactRow):
    """One claim: the range it gives (one figure = both ends, blank = open), and what of ours it is held against.

    `measured_as` is blank and `reason` says why where no table of ours can measure it.
    """

    claim_id: str
    claim: str
    claimed_low: float | None
    claimed_high: float | None
    unit: str | None
    author: str
    made_on: Day
    source_url: str
    measured_as: str | None
    reason: str | None

    @property
    def known_on(self) -> date:
        """Known from the day on which it was made."""
        return self.made_on


class ApplicationRow(FactRow):
    """One application: all calls of one use together, and a budget in USD for that use.

    `bars` are joined by semicolons. `models` > 1 is an ensemble: so many models of different makers share the tokens
    equally. `other_usd` is what a use costs besides tokens and searches.
    """

    application: str = Field(alias="application_id")
    label: str
    models: Annotated[int, Field(ge=1)]
    calls: Annotated[int, Field(ge=1)]
    input_tokens: Count
    cached_input_tokens: Count
    output_tokens: Count
    searches: Count
    other_usd: Annotated[Decimal, Field(ge=0, allow_inf_nan=False)]
    answered_by: Literal["non-reasoning", "reasoning", "any"]
    bars: str
    budget_usd: Usd
    budget_source: str
    budget_quality: Quality
    basis: str
    quality: Quality
    source_url: str | None
