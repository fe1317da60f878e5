"""A price that one source reports, with what the other sources show of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from assets.prices.trust import CURATED

QUORUM = 2
"""Independent families of sources that must show a price to release it, or to fill in where no page reports one."""


class PriceClaim(NamedTuple):
    """A price that one source reports, as `list_claims_to_check.sql` selects it.

    `n_sources` counts families with exactly this price, `n_close` those within half a percent, `n_witnesses` the pages
    and parts of pages that show it at the same time. `twin_...` is the price of another tier in the same capture.
    """

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
    n_close: int = 1
    n_witnesses: int = 1
    observed_on: date | None = None
    seen_again_on: date | None = None
    agreed_on: date | None = None
    twin_input_usd_per_mtok: Decimal | None = None
    twin_output_usd_per_mtok: Decimal | None = None
    contradicted_by: str | None = None
    still_named_on: date | None = None

    @property
    def is_compared(self) -> bool:
        """Whether later claims are compared with this one: its source is trusted, or several report it."""
        return self.trust <= CURATED or self.n_sources >= QUORUM

    @property
    def is_withdrawal(self) -> bool:
        """Whether the claim is that the offer is gone."""
        return self.input_usd_per_mtok is None or self.output_usd_per_mtok is None

    @property
    def prices(self) -> tuple[Decimal, Decimal | None, Decimal]:
        """Input, cached input and output price of a claim that is no withdrawal."""
        return (
            self.input_usd_per_mtok or Decimal(0),
            self.cached_input_usd_per_mtok,
            self.output_usd_per_mtok or Decimal(0),
        )
