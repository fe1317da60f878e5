"""The bundled price changes: one row per change of one model's price at one seller."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from warehouse.bundle import Day, FactRow, Usd

Tier = Literal["standard", "batch", "flex", "priority", "long-context", "off-peak", "peak"]


class PriceChangeRow(FactRow):
    """The price of one model at one seller from one day on, USD per million tokens; both prices blank = withdrawn."""

    provider: str
    model_id: str
    provider_model_id: str
    tier: Tier
    input_usd_per_mtok: Usd | None
    cached_input_usd_per_mtok: Usd | None
    output_usd_per_mtok: Usd | None
    valid_from: Day = Field(alias="effective_from")
    date_basis: Literal["announced", "observed"]
    n_sources: Annotated[int, Field(ge=0)]
    source_url: str
    note: str | None

    @model_validator(mode="after")
    def _whole_or_withdrawn(self) -> PriceChangeRow:
        if (self.input_usd_per_mtok is None) != (self.output_usd_per_mtok is None):
            raise ValueError("a price needs both input and output, a withdrawal neither")
        if self.input_usd_per_mtok is None and not (self.note or "").startswith("withdrawn"):
            raise ValueError("no price, and the note does not say withdrawn")
        return self

    @property
    def known_on(self) -> date:
        """Announced or first seen on the day it took effect."""
        return self.valid_from


class PriceConfirmationRow(FactRow):
    """A day on which a dated list or page showed one price of one offer in force, USD per million tokens."""

    provider: str
    model_id: str
    provider_model_id: str
    tier: Tier
    confirmed_on: Day
    input_usd_per_mtok: Usd
    output_usd_per_mtok: Usd
    read_from: str = Field(alias="source")
    source_url: str

    @property
    def known_on(self) -> date:
        """Known from the day of the list."""
        return self.confirmed_on
