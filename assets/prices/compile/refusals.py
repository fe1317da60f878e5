"""Prices that a review refused, with the reason: they are not proposed again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from pydantic import Field

from assets.prices.compile.review_files import read_csv
from warehouse.bundle import Bundle, Day, FactRow, Usd

FILE = Path("review") / "refused_prices.csv"
"""Below the folder of the facts: a record of decisions, from which no table is made."""


class RefusedPriceRow(FactRow):
    """A price of one offer that a source shows from a day on, and why it is not in the facts; blank = its end."""

    provider: str
    model_id: str
    provider_model_id: str
    input_usd_per_mtok: Usd | None
    output_usd_per_mtok: Usd | None
    shown_from: Day = Field(alias="effective_from")
    source: str
    reason: str


COLUMNS = tuple(field.alias or name for name, field in RefusedPriceRow.model_fields.items())
Refusals = set[tuple[str, str, str, date, tuple[Decimal, Decimal] | None]]


def read_refusals(bundle: Bundle) -> Refusals:
    """Return offer, day and amounts of every refused price; none where the bundle has no such file."""
    path = bundle.folder / FILE
    if not path.exists():
        return set()
    rows = [RefusedPriceRow.model_validate({k: v or None for k, v in row.items()}) for row in read_csv(path, COLUMNS)]
    return {(row.provider, row.model_id, row.provider_model_id, row.shown_from, _amounts(row)) for row in rows}


def _amounts(row: RefusedPriceRow) -> tuple[Decimal, Decimal] | None:
    if row.input_usd_per_mtok is None or row.output_usd_per_mtok is None:
        return None
    return row.input_usd_per_mtok, row.output_usd_per_mtok
