"""The bundled price changes: what a row may be, and well-known prices."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import ValidationError

from assets.prices.compile.own_offers import amounts_of, are_same
from assets.prices.facts import PriceChangeRow
from warehouse.bundle import Bundle

EVENTS = list(csv.DictReader(Path(__file__).with_name("known_events.csv").read_text(encoding="utf-8").splitlines()))
ROW = {
    "provider": "openai",
    "model_id": "m",
    "provider_model_id": "m",
    "tier": "standard",
    "input_usd_per_mtok": "2.50",
    "cached_input_usd_per_mtok": None,
    "output_usd_per_mtok": "10",
    "effective_from": "2024-05-13",
    "date_basis": "announced",
    "n_sources": "1",
    "source_url": "https://example.org",
    "note": None,
}
GONE = {"input_usd_per_mtok": None, "output_usd_per_mtok": None}


def test_a_price_is_known_from_the_day_it_took_effect() -> None:
    row = PriceChangeRow.model_validate(ROW)
    assert (row.input_usd_per_mtok, row.known_on) == (Decimal("2.50"), date(2024, 5, 13))


def test_a_withdrawal_has_no_price_and_a_note() -> None:
    assert PriceChangeRow.model_validate({**ROW, **GONE, "note": "withdrawn (gone)"}).output_usd_per_mtok is None


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"output_usd_per_mtok": None}, "a price needs both input and output"),
        ({"input_usd_per_mtok": None}, "a price needs both input and output"),
        (GONE, "the note does not say withdrawn"),
        ({**GONE, "note": "free for now"}, "the note does not say withdrawn"),
        ({"input_usd_per_mtok": "0"}, "greater than 0"),
        ({"tier": "cheap"}, "'standard', 'batch'"),
        ({"date_basis": "guessed"}, "'announced' or 'observed'"),
        ({"n_sources": "-1"}, "greater than or equal to 0"),
        ({"currency": "EUR"}, "Extra inputs are not permitted"),
    ],
)
def test_what_is_no_price_change_is_refused(change: dict[str, object], complaint: str) -> None:
    with pytest.raises(ValidationError, match=complaint):
        PriceChangeRow.model_validate({**ROW, **change})


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: f"{event['model_id']} at {event['provider']}")
def test_well_known_launches_and_cuts_are_dated_to_the_week(event: dict[str, str]) -> None:
    """They are listed apart from the facts: with the address where the event was read, else from memory.

    Prices are compared within 0.5%, as lists round.
    """
    pair = Decimal(event["input_usd_per_mtok"]), Decimal(event["output_usd_per_mtok"])
    days = [
        row.valid_from
        for row in Bundle().read("price_changes", PriceChangeRow)
        if (row.provider, row.model_id, row.tier) == (event["provider"], event["model_id"], "standard")
        and are_same(pair, amounts_of(row))
    ]
    begins_on = date.fromisoformat(event["begins_on"])
    assert [day for day in days if abs((day - begins_on).days) <= 7]


def test_no_offer_ends_on_a_presumption() -> None:
    notes = [row.note for row in Bundle().read("price_changes", PriceChangeRow) if row.input_usd_per_mtok is None]
    assert [note for note in notes if not note or "presumed" in note] == []
